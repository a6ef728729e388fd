using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>Whether a line looks like a decoder's, in the order of cost.</summary>
internal sealed class Recogniser
{
    public required TextMatch Programs { get; init; }

    public required KeyTable Facilities { get; init; }

    /// <summary>Whether the program is asked for.</summary>
    public bool AsksProgram => !Programs.IsEmpty;

    /// <summary>Whether Cisco's facility is asked for.</summary>
    public bool AsksFacility => AnyFacility || !Facilities.IsEmpty;

    /// <summary>Whether any facility will do.</summary>
    public required bool AnyFacility { get; init; }

    public required KeyTable MessageIds { get; init; }

    public required byte[][] CefVendors { get; init; }

    public required byte[][] CefProducts { get; init; }

    public required byte[][] Starts { get; init; }

    public required byte[][] Contains
    {
        get;
        init
        {
            field = value;
            contained = Literal.Pack(value, out packed);
        }
    }

    // The same, to search for: names in quotes are searched for by a byte of the name, of quotes a body has thousands.
    private readonly Literal[] contained = [];
    private readonly byte[] packed = [];

    public required byte[][] StructuredData { get; init; }

    public required Pattern[] Shapes { get; init; }

    /// <summary>Texts that every message of this kind holds.</summary>
    public IEnumerable<byte[]> Literals => [.. Contains, .. CefVendors.Length > 0 ? ["CEF:"u8.ToArray()] : Array.Empty<byte[]>()];

    /// <summary>Parts of the header without which no line is of this kind.</summary>
    public HeaderParts Needs => (!AsksProgram ? HeaderParts.None : HeaderParts.Program) | (!AsksFacility ? HeaderParts.None : HeaderParts.Facility)
        | (MessageIds.IsEmpty ? HeaderParts.None : HeaderParts.MessageId) | (StructuredData.Length == 0 ? HeaderParts.None : HeaderParts.StructuredData);

    /// <summary>Whether only the body is asked, so that the first byte of the body can rule it out.</summary>
    public bool AsksBodyOnly => !AsksProgram && !AsksFacility && MessageIds.IsEmpty && StructuredData.Length == 0;

    /// <summary>Each beginning with each shape that it allows.</summary>
    public IEnumerable<Candidate> Expand(Plan plan) =>
        from start in Starts.DefaultIfEmpty(null)
        from shape in Shapes.DefaultIfEmpty(null)
        select new Candidate(plan, this, start, shape);

    /// <summary>Whether the line is of this kind, with one of its beginnings and one of its shapes (null when it asks for none).</summary>
    public bool Recognises(Line line, byte[]? start, Pattern? shape)
    {
        var payload = line.Text;
        var envelope = line.Envelope;
        if (AsksProgram && !IsProgram(envelope.Program.Of(payload)))
            return false;
        if (AsksFacility && (AnyFacility ? envelope.CiscoFacility.IsEmpty : Facilities.Find(envelope.CiscoFacility.Of(payload)) < 0))
            return false;
        if (!MessageIds.IsEmpty && MessageIds.Find(envelope.MessageId.Of(payload)) < 0)
            return false;
        if (StructuredData.Length > 0 && !HasElement(envelope.StructuredData.Of(payload)))
            return false;
        var message = line.MessageBytes;
        if (CefVendors.Length > 0 && !IsCef(message))
            return false;
        return (start is null || message.StartsWith(start)) && (shape is null || shape.Matches(line.Region(line.Message), line.Parts.Scratch, line.Effort)) && ContainsAll(message, line.Effort);
    }

    public bool IsProgram(ReadOnlySpan<byte> program) => Programs.Matches(program);

    private bool HasElement(ReadOnlySpan<byte> data)
    {
        foreach (var id in StructuredData)
        {
            if (data.Length > id.Length && data[1..].StartsWith(id))
                return true;
        }

        return false;
    }

    private bool ContainsAll(ReadOnlySpan<byte> message, Effort effort)
    {
        foreach (ref readonly var literal in contained.AsSpan())
        {
            if (literal.In(message, packed, effort) < 0)
                return false;
        }

        return true;
    }

    /// <summary>Vendor and product of a CEF header, any case.</summary>
    private bool IsCef(ReadOnlySpan<byte> message)
    {
        var start = message.IndexOf("CEF:"u8);
        if (start < 0)
            return false;
        var header = message[start..];
        return IsOneOf(Field(header, 1), CefVendors) && (CefProducts.Length == 0 || IsOneOf(Field(header, 2), CefProducts));
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> header, int index)
    {
        for (; index > 0; index--)
        {
            var pipe = header.IndexOf((byte)'|');
            if (pipe < 0)
                return default;
            header = header[(pipe + 1)..];
        }

        var end = header.IndexOf((byte)'|');
        return end < 0 ? default : header[..end].Trim((byte)' ');
    }

    private static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] names)
    {
        foreach (var name in names)
        {
            if (Scan.EqualsIgnoreCase(text, name))
                return true;
        }

        return false;
    }
}
