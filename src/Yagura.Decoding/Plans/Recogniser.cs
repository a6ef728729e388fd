using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>Whether a line looks like a decoder's, in the order of cost.</summary>
internal sealed class Recogniser
{
    private ushort[]? pairs;
    private readonly Slot[] found = new Slot[Pattern.CapturesMax];

    public required KeyTable? Programs { get; init; }

    public required byte[][] ProgramPrefixes { get; init; }

    public required KeyTable? Facilities { get; init; }

    /// <summary>Whether any facility will do.</summary>
    public required bool AnyFacility { get; init; }

    public required KeyTable? MessageIds { get; init; }

    public required byte[][] CefVendors { get; init; }

    public required byte[][] CefProducts { get; init; }

    public required byte[][] Starts { get; init; }

    public required byte[][] Contains { get; init; }

    public required byte[][] StructuredData { get; init; }

    public required Pattern[] Shapes { get; init; }

    /// <summary>Pairs of bytes that every message of this kind holds.</summary>
    public ushort[] Pairs => pairs ??= PairSet.Of([.. Contains, .. CefVendors.Length > 0 ? ["CEF:"u8.ToArray()] : Array.Empty<byte[]>(), .. Starts.Length == 1 ? Starts : [], .. Shapes.Length == 1 ? Shapes[0].Literals : []]);

    /// <summary>Whether only the body is asked, so that the first byte of the body can rule it out.</summary>
    public bool AsksBodyOnly => Programs is null && Facilities is null && MessageIds is null && StructuredData.Length == 0;

    /// <summary>Whether a body that begins with the byte can be recognised.</summary>
    public bool CanBegin(byte first)
    {
        if (Starts.Length > 0)
            return Starts.Any(start => start[0] == first);
        return Shapes.Length == 0 || CefVendors.Length > 0 || Shapes.Any(shape => shape.CanBegin(first));
    }

    public bool Recognises(Line line)
    {
        if (!line.Pairs.MayHold(Pairs))
            return false;
        var payload = line.Text;
        var envelope = line.Envelope;
        if (Programs is not null && !IsProgram(envelope.Program.Of(payload)))
            return false;
        if (Facilities is not null && (AnyFacility ? envelope.CiscoFacility.IsEmpty : Facilities.Find(envelope.CiscoFacility.Of(payload)) < 0))
            return false;
        if (MessageIds is not null && MessageIds.Find(envelope.MessageId.Of(payload)) < 0)
            return false;
        if (StructuredData.Length > 0 && !HasElement(envelope.StructuredData.Of(payload)))
            return false;
        var message = line.MessageBytes;
        if (CefVendors.Length > 0 && !IsCef(message))
            return false;
        return StartsAny(message) && ContainsAll(message) && HasShape(line);
    }

    private bool IsProgram(ReadOnlySpan<byte> program)
    {
        if (Programs!.Find(program) >= 0)
            return true;
        foreach (var prefix in ProgramPrefixes)
        {
            if (program.StartsWith(prefix))
                return true;
        }

        return false;
    }

    private bool HasElement(ReadOnlySpan<byte> data)
    {
        foreach (var id in StructuredData)
        {
            if (data.Length > id.Length && data[1..].StartsWith(id))
                return true;
        }

        return false;
    }

    private bool StartsAny(ReadOnlySpan<byte> message)
    {
        foreach (var start in Starts)
        {
            if (message.StartsWith(start))
                return true;
        }

        return Starts.Length == 0;
    }

    private bool ContainsAll(ReadOnlySpan<byte> message)
    {
        foreach (var text in Contains)
        {
            if (message.IndexOf(text) < 0)
                return false;
        }

        return true;
    }

    private bool HasShape(Line line)
    {
        if (Shapes.Length == 0)
            return true;
        var region = line.Region(line.Message);
        foreach (var shape in Shapes)
        {
            if (line.Pairs.MayHold(shape.Pairs) && shape.Matches(region, found))
                return true;
        }

        return false;
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
