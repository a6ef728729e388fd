using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Yagura.Decoding.Schema;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Writes an event's fields as one JSON object with dotted keys: numbers as numbers, lists (and what ECS calls an array) as arrays, instants as text.</summary>
/// <remarks>
/// Whatever the bytes are, the output is valid JSON in UTF-8: broken UTF-8 becomes U+FFFD, and control, bidirectional and line-separating
/// characters are written as <c>\uXXXX</c>, so that a terminal or a log viewer shows them instead of obeying them (CUSTODY 6).
/// </remarks>
public static class EventJson
{
    /// <summary>Writes <c>{"field":value,…}</c>. Undeclared keys follow the declared ones; one that comes again becomes an array.</summary>
    public static void WriteFields(Event source, IBufferWriter<byte> output)
    {
        Put(output, (byte)'{');
        var isFirst = true;
        foreach (var slot in source.Present)
        {
            Key(output, ref isFirst, Encoding.UTF8.GetBytes(source.Layout.Names[slot]));
            var value = source.Value(slot);
            var isSingle = value.Kind is not (ValueKind.List or ValueKind.Null) && EcsFields.TryFind(source.Layout.Names[slot], out var field) && field.IsList;
            if (isSingle)
                Put(output, (byte)'[');
            WriteValue(source, value, output);
            if (isSingle)
                Put(output, (byte)']');
        }

        for (var i = 0; i < source.UndeclaredCount; i++)
            WriteUndeclared(source, i, output, ref isFirst);
        Put(output, (byte)'}');
    }

    /// <summary>Writes text as a JSON string.</summary>
    public static void WriteText(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Put(output, (byte)'"');
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            if (plain < 0)
                plain = text.Length;
            output.Write(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
                break;
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            WriteRune(rune, output);
            text = text[used..];
        }

        Put(output, (byte)'"');
    }

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(value => (byte)value).Where(value => value is not ((byte)'"' or (byte)'\\'))]);

    private static void WriteRune(Rune rune, IBufferWriter<byte> output)
    {
        if (rune.Value is '"' or '\\')
        {
            output.Write([(byte)'\\', (byte)rune.Value]);
        }
        else if (IsHostile(rune.Value))
        {
            Span<byte> escape = stackalloc byte[6];
            "\\u"u8.CopyTo(escape);
            Utf8Formatter.TryFormat(rune.Value, escape[2..], out _, new StandardFormat('x', 4));
            output.Write(escape);
        }
        else
        {
            var room = output.GetSpan(4);
            output.Advance(rune.EncodeToUtf8(room));
        }
    }

    /// <summary>C0, DEL, C1, zero-width, bidirectional and line-separating characters.</summary>
    private static bool IsHostile(int value) =>
        value is < 0x20 or (>= 0x7F and <= 0x9F) or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF or 0x061C;

    private static void WriteUndeclared(Event source, int index, IBufferWriter<byte> output, ref bool isFirst)
    {
        var (name, value) = source.Undeclared(index);
        var key = source.Bytes(name);
        for (var before = 0; before < index; before++)
        {
            if (source.Bytes(source.Undeclared(before).Name).SequenceEqual(key))
                return;
        }

        Key(output, ref isFirst, key);
        var count = 1;
        for (var after = index + 1; after < source.UndeclaredCount; after++)
        {
            var (otherName, otherValue) = source.Undeclared(after);
            if (!source.Bytes(otherName).SequenceEqual(key))
                continue;
            if (count++ == 1)
            {
                Put(output, (byte)'[');
                WriteValue(source, value, output);
            }

            Put(output, (byte)',');
            WriteValue(source, otherValue, output);
        }

        if (count == 1)
            WriteValue(source, value, output);
        else
            Put(output, (byte)']');
    }

    private static void Key(IBufferWriter<byte> output, ref bool isFirst, ReadOnlySpan<byte> key)
    {
        if (!isFirst)
            Put(output, (byte)',');
        isFirst = false;
        WriteText(key, output);
        Put(output, (byte)':');
    }

    private static void WriteValue(Event source, Slot value, IBufferWriter<byte> output)
    {
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                output.Write("null"u8);
                break;
            case ValueKind.List:
                WriteList(source, value, output);
                break;
            case ValueKind.Boolean:
                output.Write(source.Bytes(value));
                break;
            case ValueKind.Integer or ValueKind.Decimal when IsNumber(source.Bytes(value)):
                output.Write(source.Bytes(value));
                break;
            default:
                WriteText(source.Bytes(value), output);
                break;
        }
    }

    private static void WriteList(Event source, Slot value, IBufferWriter<byte> output)
    {
        Put(output, (byte)'[');
        var isFirst = true;
        foreach (var element in source.Elements(value))
        {
            if (!isFirst)
                Put(output, (byte)',');
            isFirst = false;
            if (element.Kind == ValueKind.List)
                output.Write("null"u8);
            else
                WriteValue(source, element, output);
        }

        Put(output, (byte)']');
    }

    /// <summary>JSON has no leading zeros: <c>007</c> stays text.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        return Decoding.Text.Scan.IsDecimal(text) && (digits is not [(byte)'0', ..] || digits.Length == 1 || digits[1] is (byte)'.' or (byte)'e' or (byte)'E');
    }

    private static void Put(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
