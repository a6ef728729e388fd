using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Pipeline;

/// <summary>Where the detection's state is kept, so that a start need not read the longest window again. Derived: without it everything is made again from evidence.</summary>
internal sealed class StateFile(IDisk disk, string path, TimeProvider time)
{
    /// <summary>How often it is written.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private const string Form = "yagura-detection-state 2";

    private DateTimeOffset written = DateTimeOffset.MinValue;

    /// <summary>Whether it is time to write it.</summary>
    public bool IsDue => time.GetUtcNow() - written >= Every;

    /// <summary>Writes the state as it is after a record; null, or why it could not be written. Detection goes on either way.</summary>
    /// <param name="stands">What it stands on: node, rule set, sequence.</param>
    /// <param name="write">Writes the state itself.</param>
    public string? Write(StateStands stands, Action<BinaryWriter> write)
    {
        written = time.GetUtcNow();
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Form);
            writer.Write(stands.Node);
            writer.Write(stands.RuleSet);
            writer.Write(stands.Sequence);
            write(writer);
        }

        if (bytes.Length > CheckedFile.BytesMax)
            return $"the detection's state has {bytes.Length} bytes; at most {CheckedFile.BytesMax} are kept, so a start will read the longest window from evidence";
        try
        {
            disk.CreateFolder(Path.GetDirectoryName(path)!);
            CheckedFile.Write(disk, path, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            return null;
        }
        catch (DiskException failed)
        {
            return $"{path} cannot be written ({failed.Message}): a start will read the longest window from evidence";
        }
    }

    /// <summary>Reads the state; the sequence that it stands on, or null with the reason why it cannot be used.</summary>
    /// <param name="wanted">The node, the rule set, and the cursor that it must not be ahead of.</param>
    /// <param name="read">Reads the state itself.</param>
    /// <param name="reason">Why not.</param>
    public long? Read(StateStands wanted, Action<BinaryReader> read, out string reason)
    {
        if (CheckedFile.Read(disk, path, out reason) is not { } bytes)
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        try
        {
            reason = "it is of another version";
            if (reader.ReadString() != Form)
                return null;
            reason = "it is another node's";
            if (reader.ReadString() != wanted.Node)
                return null;
            reason = "it is another rule set's";
            if (reader.ReadString() != wanted.RuleSet)
                return null;
            var sequence = reader.ReadInt64();
            reason = $"it stands at record {sequence}, and the store at {wanted.Sequence}";
            if (sequence > wanted.Sequence)
                return null;
            read(reader);
            return sequence;
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException or ArgumentException)
        {
            reason = $"it cannot be read: {broken.Message}";
            return null;
        }
    }
}

/// <summary>What a state stands on.</summary>
/// <param name="Node">The node.</param>
/// <param name="RuleSet">Hash of the rule set.</param>
/// <param name="Sequence">The last record in it.</param>
internal sealed record StateStands(string Node, string RuleSet, long Sequence);
