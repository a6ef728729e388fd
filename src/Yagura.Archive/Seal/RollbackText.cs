using System.Globalization;
using System.Text;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>What a rollback statement says: from this seal on the archive goes on under a new origin, and what is gone.</summary>
/// <param name="Origin">The archive's id until then.</param>
/// <param name="Node">The node.</param>
/// <param name="SealIndex">The newest seal that is left; 0 for none.</param>
/// <param name="SealHash">Its hash; 64 zeros for none.</param>
/// <param name="GoneIndex">The newest seal that was known and is not there any more; 0 when only the journal was rolled back.</param>
/// <param name="GoneHash">Its hash; 64 zeros for none.</param>
/// <param name="JournalNumber">The journal's entry that records the acceptance.</param>
/// <param name="JournalHash">Its hash.</param>
/// <param name="Next">The archive's id from then on.</param>
/// <param name="Time">When.</param>
public sealed record Rollback(
    string Origin, string Node, long SealIndex, string SealHash, long GoneIndex, string GoneHash, long JournalNumber, string JournalHash, string Next, ReceiveTime Time);

/// <summary>A statement as it stands on the disk.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Body">The signed bytes: all before the blank line.</param>
/// <param name="KeyId">Who signed.</param>
/// <param name="Signature">ECDSA P-256 over SHA-256 of the body, RFC 3279 DER.</param>
public sealed record SignedRollback(Rollback Content, byte[] Body, string KeyId, byte[] Signature);

/// <summary>Writes and reads rollback statements; one form.</summary>
public static class RollbackText
{
    /// <summary>The signed bytes.</summary>
    public static byte[] Body(Rollback rollback) => Encoding.ASCII.GetBytes(
        $"yagura-rollback 1\norigin {rollback.Origin}\nnode {rollback.Node}\nseal {rollback.SealIndex} {rollback.SealHash}\ngone {rollback.GoneIndex} {rollback.GoneHash}\n"
        + $"journal {rollback.JournalNumber} {rollback.JournalHash}\nnext {rollback.Next}\ntime {rollback.Time}\n");

    /// <summary>The file: body, blank line, signature line.</summary>
    public static byte[] Write(byte[] body, string keyId, byte[] signature) =>
        [.. body, (byte)'\n', .. Encoding.ASCII.GetBytes($"signature {keyId} {Convert.ToBase64String(signature)}\n")];

    /// <summary>Reads a file; null for any other form.</summary>
    public static SignedRollback? TryParse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.ASCII.GetString(bytes).Split('\n').Select(line => line.Split(' ')).ToArray();
        int[] words = [2, 2, 2, 3, 3, 3, 2, 2, 1, 3, 1];
        if (lines.Length != words.Length || !lines.Zip(words).All(pair => pair.First.Length == pair.Second)) return null;
        if (!TryNumber(lines[3][1], out var seal) || !TryNumber(lines[4][1], out var gone) || !TryNumber(lines[5][1], out var journal)) return null;
        if (!ReceiveTime.TryParse(lines[7][1], out var time) || !Identifier.IsValid(lines[1][1]) || !Identifier.IsValid(lines[2][1]) || !Identifier.IsValid(lines[6][1])) return null;
        var der = new byte[lines[9][2].Length];
        if (!Identifier.IsValid(lines[9][1]) || !Convert.TryFromBase64String(lines[9][2], der, out var length)) return null;
        if (!(IsHash(lines[3][2]) && IsHash(lines[4][2]) && IsHash(lines[5][2]))) return null;
        var content = new Rollback(lines[1][1], lines[2][1], seal, lines[3][2], gone, lines[4][2], journal, lines[5][2], lines[6][1], time);
        var body = Body(content);
        return Write(body, lines[9][1], der[..length]).AsSpan().SequenceEqual(bytes) ? new SignedRollback(content, body, lines[9][1], der[..length]) : null;
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
