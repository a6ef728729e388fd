using Yagura.Decoding.Forms;

namespace Yagura.Decoding.Plans;

/// <summary>One way in which a plan recognises lines: a recogniser with one of its beginnings and one of its shapes.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Recogniser">The recogniser.</param>
/// <param name="Start">The beginning of the message that is asked for; null for none.</param>
/// <param name="Shape">The shape that is asked for; null for none.</param>
internal sealed record Candidate(Plan Plan, Recogniser Recogniser, byte[]? Start, Pattern? Shape)
{
    /// <summary>Texts that every line of this kind holds.</summary>
    public IEnumerable<byte[]> Literals => [.. Recogniser.Literals, .. Start is { } start ? [start] : Array.Empty<byte[]>(), .. Shape?.Literals ?? []];

    /// <summary>What every message of this kind begins with; empty when nothing is known.</summary>
    public byte[] Beginning => Start ?? (Recogniser.CefVendors.Length > 0 ? null : Shape?.Beginning.ToArray()) ?? [];

    /// <summary>Whether the header and the first bytes of the message say all.</summary>
    public bool AsksLittle => Shape is null && Recogniser.Contains.Length == 0 && Recogniser.CefVendors.Length == 0;

    public bool Recognises(Line line) => Recogniser.Recognises(line, Start, Shape);

    /// <summary>Whether a message that begins with the byte can be recognised.</summary>
    public bool CanBegin(byte first) => Start is { } start ? start[0] == first : Shape is null || Recogniser.CefVendors.Length > 0 || Shape.CanBegin(first);
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
    All = 15,
}
