using System.Buffers.Text;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>One XML element, flattened: elements and attributes joined by points without the outermost element, <c>Data</c> by its attribute <c>Name</c>.</summary>
/// <remarks>
/// <c>&lt;Event xmlns='…'&gt;&lt;System&gt;&lt;Provider Name='P'/&gt;&lt;EventID&gt;1&lt;/EventID&gt;&lt;/System&gt;&lt;EventData&gt;&lt;Data Name='Image'&gt;C:\a.exe&lt;/Data&gt;&lt;/EventData&gt;&lt;/Event&gt;</c>
/// gives <c>System.Provider.Name</c>, <c>System.EventID</c> and, with <c>EventData</c> lifted, <c>Image</c>. No entity is ever looked up but the five of XML
/// and numbered characters; what is cut off at the end gives no value. <c>Data</c> without a name is <c>Data</c>, a list if there are several, and by its place <c>param1</c>, <c>param2</c> … where the decoder names these.
/// </remarks>
/// <param name="lifted">Paths of elements whose content stands for itself, without the path; <c>x.*</c> for whatever stands in x.</param>
internal sealed class XmlForm(KeyTable lifted) : Form
{
    /// <summary>Deepest nesting that is followed.</summary>
    private const int DepthMax = 64;

    /// <summary>Longest path of joined names, in bytes; longer ones are left out.</summary>
    private const int PathMax = 512;

    private readonly byte[] path = new byte[PathMax];
    private readonly Element[] open = new Element[DepthMax + 1];
    private int depth;

    /// <summary>Elements <c>Data</c> without a name so far.</summary>
    private int unnamed;

    public override bool Read(Region text, Parts parts)
    {
        var bytes = text.Bytes;
        depth = 0;
        unnamed = 0;
        var found = false;
        for (var at = Next(bytes, 0); at >= 0 && at + 1 < bytes.Length && !parts.IsFull; at = Next(bytes, at))
        {
            if (bytes[at + 1] is (byte)'!' or (byte)'?')
            {
                at = AfterSpecial(text, at, parts);
                continue;
            }

            if (bytes[at + 1] == '/')
            {
                found |= depth > 0;
                Close(text, at, parts);
                at++;
                if (depth == 0)
                    break;
                continue;
            }

            at = Open(text, at, parts);
            if (at < 0 || depth > DepthMax)
                break;
        }

        return found;
    }

    private static int Next(ReadOnlySpan<byte> bytes, int at) => at < 0 ? -1 : Scan.IndexOf(bytes, at, (byte)'<');

    /// <summary>Position after <c>&lt;?…?&gt;</c>, a comment, a declaration, or a CDATA section, whose text is the element's; -1 when it is cut off.</summary>
    private int AfterSpecial(Region text, int at, Parts parts)
    {
        var rest = text.Bytes[at..];
        var (start, end) = rest.StartsWith("<![CDATA["u8) ? (9, rest.IndexOf("]]>"u8)) : rest.StartsWith("<!--"u8) ? (0, rest.IndexOf("-->"u8)) : (0, rest.IndexOf((byte)'>'));
        if (end < 0)
            return -1;
        if (start > 0 && depth > 0 && end > start)
        {
            Put(text.Slice(at + start, end - start), parts, isEscaped: false);
            open[depth].HasChildren = true;
        }

        return at + end + 1;
    }

    /// <summary>Reads a start tag and gives its attributes; -1 when it is cut off or no tag.</summary>
    private int Open(Region text, int start, Parts parts)
    {
        var bytes = text.Bytes;
        var at = start + 1;
        var nameEnd = NameEnd(bytes, at);
        if (nameEnd == at || depth == DepthMax)
            return -1;
        var name = AfterPrefix(bytes[at..nameEnd]);
        open[depth].HasChildren = true;
        Push(name);
        at = nameEnd;
        while (true)
        {
            at = JsonText.SkipSpace(bytes, at);
            if (at >= bytes.Length)
                return -1;
            if (bytes[at] is (byte)'>' or (byte)'/')
                break;
            at = Attribute(text, at, name, parts);
            if (at < 0)
                return -1;
        }

        if (bytes[at] == '/')
        {
            unnamed += open[depth].IsUnnamed ? 1 : 0;
            depth--;
            return at + 1;
        }

        open[depth].Start = at + 1;
        return at + 1;
    }

    private int Attribute(Region text, int at, ReadOnlySpan<byte> element, Parts parts)
    {
        var bytes = text.Bytes;
        var nameEnd = NameEnd(bytes, at);
        var sign = JsonText.SkipSpace(bytes, nameEnd);
        if (nameEnd == at || sign >= bytes.Length || bytes[sign] != '=')
            return -1;
        var quote = JsonText.SkipSpace(bytes, sign + 1);
        if (quote >= bytes.Length || bytes[quote] is not ((byte)'"' or (byte)'\''))
            return -1;
        var end = Scan.IndexOf(bytes, quote + 1, bytes[quote]);
        if (end < 0)
            return -1;
        var name = bytes[at..nameEnd];
        var value = text.Slice(quote + 1, end - quote - 1);
        if (element.SequenceEqual("Data"u8) && name.SequenceEqual("Name"u8))
            Rename(value.Bytes);
        else if (!name.StartsWith("xmlns"u8) && !value.IsEmpty)
            PutAttribute(name, value, parts);
        return end + 1;
    }

    private void PutAttribute(ReadOnlySpan<byte> name, Region value, Parts parts)
    {
        var (begin, length) = (open[depth].Begin, open[depth].Length);
        if (length < 0 || length + name.Length + 1 > PathMax)
            return;
        var end = length;
        if (end > begin)
            path[end++] = (byte)'.';
        name.CopyTo(path.AsSpan(end));
        end += name.Length;
        parts.Put(path.AsSpan(begin, end - begin), Value(value, parts, isEscaped: true));
    }

    /// <summary>The text of an element without others in it is its value.</summary>
    private void Close(Region text, int at, Parts parts)
    {
        if (depth == 0)
            return;
        var element = open[depth];
        var value = text.Slice(element.Start, at - element.Start).Trim();
        if (!element.HasChildren)
            Put(value, parts, isEscaped: true);
        if (element.IsUnnamed)
            PutUnnamed(value, parts);
        depth--;
    }

    /// <summary>The values of a provider that gives them no names are known by their place, as shippers call them: <c>param1</c> and so on, when the decoder asks for them.</summary>
    private void PutUnnamed(Region value, Parts parts)
    {
        unnamed++;
        Span<byte> name = stackalloc byte[16];
        "param"u8.CopyTo(name);
        _ = Utf8Formatter.TryFormat(unnamed, name[5..], out var digits);
        name = name[..(5 + digits)];
        if (!value.IsEmpty && parts.Knows(name))
            parts.Put(name, Value(value, parts, isEscaped: true));
    }

    private void Put(Region value, Parts parts, bool isEscaped)
    {
        var (begin, length) = (open[depth].Begin, open[depth].Length);
        if (length > begin && !value.IsEmpty)
            parts.Put(path.AsSpan(begin, length - begin), Value(value, parts, isEscaped));
    }

    private static Slot Value(Region value, Parts parts, bool isEscaped) =>
        isEscaped && value.Bytes.Contains((byte)'&') ? Unescape.Xml(value.Bytes, parts.Target) : value.Slot(ValueKind.Text);

    private void Push(ReadOnlySpan<byte> name)
    {
        var parent = open[depth];
        depth++;
        ref var element = ref open[depth];
        element = default;
        if (depth == 1)
            return;
        element.Begin = parent.Begin;
        element.Length = parent.Length;
        Append(ref element, name);
        element.IsUnnamed = name.SequenceEqual("Data"u8);
        if (element.Length > 0 && !lifted.IsEmpty && IsLifted(element))
            element.Begin = element.Length;
    }

    private void Append(ref Element element, ReadOnlySpan<byte> name)
    {
        if (element.Length < 0 || element.Length + name.Length + 1 > PathMax)
        {
            element.Length = -1;
            return;
        }

        if (element.Length > element.Begin)
            path[element.Length++] = (byte)'.';
        name.CopyTo(path.AsSpan(element.Length));
        element.Length += name.Length;
    }

    private void Rename(ReadOnlySpan<byte> name)
    {
        ref var element = ref open[depth];
        var parent = open[depth - 1];
        element.Begin = parent.Begin;
        element.Length = parent.Length;
        Append(ref element, name);
        element.IsUnnamed = false;
    }

    private bool IsLifted(Element element)
    {
        var relative = path.AsSpan(element.Begin, element.Length - element.Begin);
        if (lifted.Find(relative) >= 0)
            return true;
        var point = relative.LastIndexOf((byte)'.');
        Span<byte> any = stackalloc byte[PathMax];
        if (point < 0 || point + 2 > PathMax)
            return false;
        relative[..(point + 1)].CopyTo(any);
        any[point + 1] = (byte)'*';
        return lifted.Find(any[..(point + 2)]) >= 0;
    }

    private static int NameEnd(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && !Scan.IsSpace(bytes[at]) && bytes[at] is not ((byte)'>' or (byte)'/' or (byte)'=' or (byte)'<' or (byte)'"'))
            at++;
        return at;
    }

    private static ReadOnlySpan<byte> AfterPrefix(ReadOnlySpan<byte> name) => name[(name.IndexOf((byte)':') + 1)..];

    /// <summary>An element that is open: its path in <see cref="path"/> (length -1 when it is too long), and where its content begins.</summary>
    private struct Element
    {
        public int Begin;
        public int Length;
        public int Start;
        public bool HasChildren;

        /// <summary>Whether it is a <c>Data</c> without a name.</summary>
        public bool IsUnnamed;
    }
}
