using System.Buffers.Binary;
using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>One way in which a plan recognises lines: a recogniser with one of its beginnings and one of its shapes.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Recogniser">The recogniser.</param>
/// <param name="Start">The beginning of the message that is asked for; null for none.</param>
/// <param name="Shape">The shape that is asked for; null for none.</param>
internal sealed record Candidate(Plan Plan, Recogniser Recogniser, byte[]? Start, Forms.Pattern? Shape)
{
    public bool Recognises(Line line) => Recogniser.Recognises(line, Start, Shape);

    /// <summary>Whether a message that begins with the byte can be recognised.</summary>
    public bool CanBegin(byte first) => Start is { } start ? start[0] == first : Shape is null || Recogniser.CefVendors.Length > 0 || Shape.CanBegin(first);
}

/// <summary>Candidates in the order in which they are asked, with what rules most of them out in a few steps.</summary>
internal sealed class Candidates
{
    private readonly Candidate[] candidates;
    private readonly Gate[] gates;

    public Candidates(IEnumerable<Candidate> inOrder)
    {
        candidates = [.. inOrder];
        gates = [.. candidates.Select(GateOf)];
    }

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<Candidate> All => candidates;

    public Candidate this[int index] => candidates[index];

    /// <summary>The next candidate, from an index on, that the line may be of; -1 when there is none.</summary>
    public int Next(Line line, int from)
    {
        line.Look();
        var begin = line.Beginning;
        var absent = line.Absent;
        var group = FirstByte.GroupOf((byte)begin);
        var pairs = line.Pairs;
        for (var i = from; i < gates.Length; i++)
        {
            ref readonly var gate = ref gates[i];
            if ((begin & gate.Mask) == gate.Value && (gate.Groups & group) != 0 && (absent & gate.Needs) == HeaderParts.None && pairs.MayHold(gate.Pairs))
                return i;
        }

        return -1;
    }

    private static Gate GateOf(Candidate candidate)
    {
        var literal = candidate.Start ?? candidate.Shape?.Literals[0] ?? [];
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        Span<byte> mask = stackalloc byte[sizeof(ulong)];
        var length = Math.Min(literal.Length, sizeof(ulong));
        literal.AsSpan(0, length).CopyTo(value);
        mask[..length].Fill(0xFF);
        return new Gate(
            BinaryPrimitives.ReadUInt64LittleEndian(mask),
            BinaryPrimitives.ReadUInt64LittleEndian(value),
            PairSet.Of([.. candidate.Recogniser.Literals, .. candidate.Start is { } start ? [start] : Array.Empty<byte[]>(), .. candidate.Shape?.Literals ?? []]),
            candidate.Recogniser.Needs,
            FirstByte.GroupsOf(candidate.CanBegin));
    }

    /// <summary>What a line must have to be asked about: how it begins, pairs of bytes, parts of the header, the group of its first byte.</summary>
    private readonly record struct Gate(ulong Mask, ulong Value, ulong Pairs, HeaderParts Needs, uint Groups);
}

/// <summary>Parts of a header that a recogniser may need.</summary>
[Flags]
internal enum HeaderParts
{
    None = 0,
    Program = 1,
    Facility = 2,
    MessageId = 4,
    StructuredData = 8,
}
