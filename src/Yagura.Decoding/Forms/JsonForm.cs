using System.Buffers.Text;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>A JSON object (RFC 8259), flattened: nested keys joined by points, arrays as lists. Tolerant of what is cut off at the end.</summary>
/// <param name="lifted">Paths of objects whose keys stand for themselves, without the path.</param>
/// <param name="whole">Paths of objects that stay one text.</param>
/// <param name="numbered">Paths whose arrays of numbers are the bytes of a text.</param>
/// <param name="named">Paths of arrays whose objects are a name and a value: <c>[{"Name":"a","Value":"b"}]</c> is <c>a: b</c>.</param>
internal sealed class JsonForm(KeyTable lifted, KeyTable whole, KeyTable numbered, KeyTable named) : Form
{
    /// <summary>Deepest nesting that is followed (CUSTODY 2).</summary>
    public const int DepthMax = 64;

    /// <summary>Longest path of joined keys, in bytes; deeper keys are counted as dropped by being left out.</summary>
    private const int PathMax = 512;

    private readonly byte[] path = new byte[PathMax];

    /// <summary>Where the path begins: behind what was lifted away.</summary>
    private int begin;

    public override bool Read(Region text, Parts parts)
    {
        var at = JsonText.SkipSpace(text.Bytes, 0);
        if (at >= text.Length || text.Bytes[at] != '{')
            return false;
        begin = 0;
        ReadObject(text, ref at, 0, 0, parts);
        return true;
    }

    /// <summary>Reads the object at <paramref name="at"/> and leaves the position after it; false when the text is broken there.</summary>
    private bool ReadObject(Region text, ref int at, int pathLength, int depth, Parts parts)
    {
        var bytes = text.Bytes;
        at++;
        while (true)
        {
            at = JsonText.SkipSpace(bytes, at);
            if (at < bytes.Length && bytes[at] == ',')
                at = JsonText.SkipSpace(bytes, at + 1);
            if (at >= bytes.Length || bytes[at] == '}')
                return at++ < bytes.Length;
            if (parts.IsFull)
                return false;
            if (!JsonText.TryString(bytes, ref at, out var keyStart, out var keyLength, out var escaped))
                return false;
            at = JsonText.SkipSpace(bytes, at);
            if (at >= bytes.Length || bytes[at] != ':')
                return false;
            at = JsonText.SkipSpace(bytes, at + 1);
            var key = escaped ? parts.Target.Bytes(Unescape.Json(bytes.Slice(keyStart, keyLength), parts.Target)) : bytes.Slice(keyStart, keyLength);
            if (pathLength == begin && key.Length < PathMax - pathLength && at < bytes.Length && bytes[at] is not ((byte)'{' or (byte)'['))
            {
                // Most keys stand at the top: their path is the key itself.
                if (!JsonText.TryScalar(text, ref at, parts.Target, out var value))
                    return false;
                if (!key.IsEmpty)
                    parts.Put(lifted.IsEmpty ? key : AfterLifted(key), value);
            }
            else if (!ReadMember(text, ref at, Extend(key, pathLength), depth, parts))
            {
                return false;
            }
        }
    }

    /// <summary>A flat key whose beginning is the path of a lifted object, <c>winlog.event_data.Image</c>, is what stands behind it, as in the nested form.</summary>
    private ReadOnlySpan<byte> AfterLifted(ReadOnlySpan<byte> key)
    {
        for (var point = key.LastIndexOf((byte)'.'); point > 0; point = key[..point].LastIndexOf((byte)'.'))
        {
            if (point + 1 < key.Length && lifted.Find(key[..point]) >= 0)
                return key[(point + 1)..];
        }

        return key;
    }

    /// <summary>Length of the path with a key added, or -1 when it does not fit.</summary>
    private int Extend(ReadOnlySpan<byte> key, int pathLength)
    {
        var needed = pathLength + key.Length + 1;
        if (pathLength < 0 || needed > PathMax)
            return -1;
        if (pathLength > begin)
            path[pathLength++] = (byte)'.';
        key.CopyTo(path.AsSpan(pathLength));
        return pathLength + key.Length;
    }

    private bool ReadMember(Region text, ref int at, int pathLength, int depth, Parts parts)
    {
        if (at >= text.Length)
            return false;
        if (text.Bytes[at] == '{')
        {
            if (depth < DepthMax && pathLength >= 0)
                return ReadNested(text, ref at, pathLength, depth + 1, parts);
            return JsonText.SkipNested(text.Bytes, ref at);
        }

        if (text.Bytes[at] == '[' && !numbered.IsEmpty && pathLength > begin && TryBytes(text, ref at, pathLength, parts))
            return true;
        if (text.Bytes[at] == '[')
            return depth < DepthMax && pathLength >= 0 ? ReadArray(text, ref at, pathLength, depth + 1, parts) : JsonText.SkipNested(text.Bytes, ref at);
        if (!JsonText.TryScalar(text, ref at, parts.Target, out var value))
            return false;
        if (pathLength > begin)
            parts.Put(path.AsSpan(begin, pathLength - begin), value);
        return true;
    }

    private bool ReadNested(Region text, ref int at, int pathLength, int depth, Parts parts)
    {
        if (!whole.IsEmpty && whole.Find(path.AsSpan(begin, pathLength - begin)) >= 0)
        {
            var start = at;
            var isWhole = JsonText.SkipNested(text.Bytes, ref at);
            parts.Put(path.AsSpan(begin, pathLength - begin), text.Slot(start, at - start, ValueKind.Text));
            return isWhole;
        }

        var before = begin;
        if (!lifted.IsEmpty && lifted.Find(path.AsSpan(begin, pathLength - begin)) >= 0)
            begin = pathLength;
        var isEnded = ReadObject(text, ref at, pathLength, depth, parts);
        begin = before;
        return isEnded;
    }

    /// <summary>An array of nothing but numbers up to 255 is the text that has these bytes: so journald writes a text that is none of UTF-8, or holds what no terminal shows.</summary>
    private bool TryBytes(Region text, ref int at, int pathLength, Parts parts)
    {
        var length = numbered.Find(path.AsSpan(begin, pathLength - begin)) < 0 ? -1 : text.Bytes[at..].IndexOf((byte)']');
        if (length < 0)
            return false;
        var items = text.Bytes.Slice(at + 1, length - 1);
        var room = parts.Target.Reserve(items.Length);
        var count = 0;
        foreach (var range in items.Split((byte)','))
        {
            var item = items[range].Trim((byte)' ');
            if (!Utf8Parser.TryParse(item, out byte one, out var used) || used != item.Length)
                return false;
            room[count++] = one;
        }

        parts.Put(path.AsSpan(begin, pathLength - begin), parts.Target.Keep(count, ValueKind.Text));
        at += length + 1;
        return true;
    }

    /// <summary>Scalars become one list; objects inside add their keys under the array's own path.</summary>
    private bool ReadArray(Region text, ref int at, int pathLength, int depth, Parts parts)
    {
        var bytes = text.Bytes;
        var count = 0;
        var isEnded = false;
        var value = default(Slot);
        at++;
        while (true)
        {
            at = JsonText.SkipSpace(bytes, at);
            if (at < bytes.Length && bytes[at] == ',')
                at = JsonText.SkipSpace(bytes, at + 1);
            if (at >= bytes.Length)
                break;
            if (bytes[at] == ']')
            {
                at++;
                isEnded = true;
                break;
            }

            if (bytes[at] == '{' && !named.IsEmpty && TryNamed(text, ref at, pathLength, parts))
                continue;
            if (bytes[at] is (byte)'{' or (byte)'[')
            {
                Flush(pathLength, ref count, parts);
                if (!ReadMember(text, ref at, pathLength, depth, parts))
                    break;
            }
            else if (count == Parts.ListMax ? !JsonText.TrySkipScalar(bytes, ref at) : !JsonText.TryScalar(text, ref at, parts.Target, out value))
            {
                break;
            }
            else if (count < Parts.ListMax)
            {
                parts.Scratch[count++] = value;
            }
        }

        Flush(pathLength, ref count, parts);
        return isEnded;
    }

    /// <summary>An object of a name and a value, as converters of XML and interfaces write pairs, is a key; false when the path has none such, or it is another object.</summary>
    private bool TryNamed(Region text, ref int at, int pathLength, Parts parts)
    {
        var array = path.AsSpan(begin, pathLength - begin);
        if (named.Find(array) < 0)
            return false;
        var bytes = text.Bytes;
        var (end, name, value) = (at + 1, default(Slot), default(Slot));
        for (end = JsonText.SkipSpace(bytes, end); end < bytes.Length && bytes[end] != '}'; end = JsonText.SkipSpace(bytes, bytes[end] == ',' ? end + 1 : end))
        {
            if (!JsonText.TryString(bytes, ref end, out var start, out var keyLength, out _))
                return false;
            end = JsonText.SkipSpace(bytes, end);
            if (end >= bytes.Length || bytes[end] != ':')
                return false;
            end = JsonText.SkipSpace(bytes, end + 1);
            if (end >= bytes.Length || bytes[end] is (byte)'{' or (byte)'[' || !JsonText.TryScalar(text, ref end, parts.Target, out var found))
                return false;
            var key = bytes.Slice(start, keyLength);
            if (IsName(key))
                name = found;
            else if (IsValue(key))
                value = found;
            else
                return false;
            end = JsonText.SkipSpace(bytes, end);
            if (end >= bytes.Length)
                return false;
        }

        if (end >= bytes.Length || name.Kind != ValueKind.Text || name.Length == 0)
            return false;
        at = end + 1;
        if (value.Kind == ValueKind.Absent)
            return true;
        if (!lifted.IsEmpty && lifted.Find(array) >= 0)
            parts.Put(parts.Target.Bytes(name), value);
        else if (Extend(parts.Target.Bytes(name), pathLength) is var length and > 0)
            parts.Put(path.AsSpan(begin, length - begin), value);
        return true;
    }

    private static bool IsName(ReadOnlySpan<byte> key) => key.SequenceEqual("Name"u8) || key.SequenceEqual("@Name"u8) || key.SequenceEqual("name"u8) || key.SequenceEqual("-Name"u8);

    private static bool IsValue(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("Value"u8) || key.SequenceEqual("#text"u8) || key.SequenceEqual("value"u8) || key.SequenceEqual("content"u8) || key.SequenceEqual("text"u8);

    private void Flush(int pathLength, ref int count, Parts parts)
    {
        if (count > 0 && pathLength > begin)
            parts.Put(path.AsSpan(begin, pathLength - begin), parts.Target.List(parts.Scratch.AsSpan(0, count)));
        count = 0;
    }
}
