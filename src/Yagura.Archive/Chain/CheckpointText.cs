using System.Globalization;
using System.Text;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Chain;

/// <summary>Writes and reads checkpoints (CUSTODY 4): one form, refused in any other.</summary>
/// <remarks>
/// <code>
/// yagura-checkpoint 1
/// origin 5d0c…
/// node node-1
/// seal 17 9f86…
/// journal 240 2c26…
/// previous 0000…
/// time 2026-11-22T04:00:01.0000000Z
/// rotate k0123456789abcdef 0123…            (only in a rotation)
///
/// signature k… MEUCIQ…
/// </code>
/// </remarks>
public static class CheckpointText
{
    private const string Version = "yagura-checkpoint 1";

    /// <summary>The signed bytes: every line before the blank one, each with its LF.</summary>
    public static byte[] Body(CheckpointContent content)
    {
        var rotate = content.Rotate is { } key ? $"rotate {key.Id} {key.Fingerprint}\n" : "";
        return Encoding.ASCII.GetBytes(
            $"{Version}\norigin {content.Origin}\nnode {content.Node}\nseal {content.SealIndex} {content.SealHash}\n"
            + $"journal {content.Journal.Number} {content.Journal.Hash}\nprevious {content.Previous}\ntime {content.Time}\n{rotate}");
    }

    /// <summary>The file: body, blank line, signature lines.</summary>
    public static byte[] Write(byte[] body, IReadOnlyList<CheckpointSignature> signatures) =>
    [
        .. body,
        (byte)'\n',
        .. Encoding.ASCII.GetBytes(string.Concat(signatures.Select(signature => $"signature {signature.KeyId} {Convert.ToBase64String(signature.Der)}\n"))),
    ];

    /// <summary>Reads a file; false, with the reason, for any other form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Checkpoint? checkpoint, out string fault)
    {
        checkpoint = null;
        var text = Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : "";
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        fault = "is not a checkpoint of version 1";
        if (blank < 0) return false;
        var content = ReadContent(text[..blank].Split('\n'));
        var signatures = ReadSignatures(text[(blank + 2)..].Split('\n'));
        if (content is null || signatures is null) return false;
        var body = Body(content);
        fault = "is not in the one form of version 1";
        if (!Write(body, signatures).AsSpan().SequenceEqual(bytes)) return false;
        fault = content.Rotate is null ? "has not exactly one signature" : "is a rotation and has not exactly two signatures, the second by the new key";
        if (content.Rotate is null ? signatures.Count != 1 : signatures.Count != 2 || signatures[1].KeyId != content.Rotate.Id) return false;
        checkpoint = new Checkpoint(content, body, signatures, EvidenceMember.Hash(bytes));
        return true;
    }

    private static CheckpointContent? ReadContent(string[] lines)
    {
        if (lines.Length is not (7 or 8) || lines[0] != Version) return null;
        string[] keys = ["", "origin", "node", "seal", "journal", "previous", "time", "rotate"];
        int[] values = [0, 1, 1, 2, 2, 1, 1, 2];
        var parts = lines.Select(line => line.Split(' ')).ToArray();
        for (var line = 1; line < lines.Length; line++)
            if (parts[line].Length != values[line] + 1 || parts[line][0] != keys[line]) return null;
        if (!TryNumber(parts[3][1], out var seal) || !TryNumber(parts[4][1], out var journal) || !ReceiveTime.TryParse(parts[6][1], out var time)) return null;
        if (!Identifier.IsValid(parts[1][1]) || !Identifier.IsValid(parts[2][1])) return null;
        if (!IsHash(parts[3][2]) || !IsHash(parts[4][2]) || !IsHash(parts[5][1])) return null;
        return new CheckpointContent
        {
            Origin = parts[1][1],
            Node = parts[2][1],
            SealIndex = seal,
            SealHash = parts[3][2],
            Journal = new JournalHead(journal, parts[4][2]),
            Previous = parts[5][1],
            Time = time,
            Rotate = lines.Length == 8 ? new KeyName(parts[7][1], parts[7][2]) : null,
        };
    }

    private static List<CheckpointSignature>? ReadSignatures(string[] lines)
    {
        var signatures = new List<CheckpointSignature>();
        foreach (var line in lines.Take(lines.Length - 1))
        {
            var parts = line.Split(' ');
            var der = new byte[line.Length];
            if (parts.Length != 3 || parts[0] != "signature" || !Identifier.IsValid(parts[1]) || !Convert.TryFromBase64String(parts[2], der, out var length)) return null;
            signatures.Add(new CheckpointSignature(parts[1], der[..length]));
        }
        return signatures;
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
