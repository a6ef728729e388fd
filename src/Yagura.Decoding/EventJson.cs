using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
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
    /// <summary>Bytes that stand in JSON text as they are.</summary>
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(value => (byte)value).Where(value => value is not ((byte)'"' or (byte)'\\'))]);

    private static readonly ConditionalWeakTable<EventLayout, Member[]> Members = [];

    /// <summary>Writes <c>{"field":value,…}</c>. Undeclared keys follow the declared ones; one that comes again becomes an array.</summary>
    public static void WriteFields(Event source, IBufferWriter<byte> output)
    {
        var members = Members.GetValue(source.Layout, MembersOf);
        var sink = new Sink(output);
        sink.Put((byte)'{');
        var isFirst = true;
        foreach (var slot in source.Present)
        {
            ref readonly var member = ref members[slot];
            sink.Part(ref isFirst);
            sink.Put(member.Key);
            var value = source.Value(slot);
            var isSingle = member.IsList && value.Kind is not (ValueKind.List or ValueKind.Null);
            if (isSingle)
                sink.Put((byte)'[');
            WriteValue(source, value, ref sink);
            if (isSingle)
                sink.Put((byte)']');
        }

        for (var i = 0; i < source.UndeclaredCount; i++)
            WriteUndeclared(source, i, ref sink, ref isFirst);
        sink.Put((byte)'}');
        sink.Flush();
    }

    /// <summary>Writes text as a JSON string.</summary>
    public static void WriteText(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var sink = new Sink(output);
        sink.Text(text);
        sink.Flush();
    }

    /// <summary>C0, DEL, C1, zero-width, bidirectional and line-separating characters.</summary>
    private static bool IsHostile(int value) =>
        value is < 0x20 or (>= 0x7F and <= 0x9F) or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF or 0x061C;

    private static Member[] MembersOf(EventLayout layout) => [.. layout.Names.Select(name => new Member(KeyOf(name), EcsFields.TryFind(name, out var field) && field.IsList))];

    private static byte[] KeyOf(string name)
    {
        var key = new ArrayBufferWriter<byte>(name.Length + 3);
        WriteText(Encoding.UTF8.GetBytes(name), key);
        return [.. key.WrittenSpan, (byte)':'];
    }

    private static void WriteUndeclared(Event source, int index, ref Sink sink, ref bool isFirst)
    {
        var (name, value) = source.Undeclared(index);
        var key = source.Bytes(name);
        for (var before = 0; before < index; before++)
        {
            if (source.Bytes(source.Undeclared(before).Name).SequenceEqual(key))
                return;
        }

        sink.Part(ref isFirst);
        sink.Text(key);
        sink.Put((byte)':');
        var count = 1;
        for (var after = index + 1; after < source.UndeclaredCount; after++)
        {
            var (otherName, otherValue) = source.Undeclared(after);
            if (!source.Bytes(otherName).SequenceEqual(key))
                continue;
            if (count++ == 1)
            {
                sink.Put((byte)'[');
                WriteValue(source, value, ref sink);
            }

            sink.Put((byte)',');
            WriteValue(source, otherValue, ref sink);
        }

        if (count == 1)
            WriteValue(source, value, ref sink);
        else
            sink.Put((byte)']');
    }

    private static void WriteValue(Event source, Slot value, ref Sink sink)
    {
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                sink.Put("null"u8);
                break;
            case ValueKind.List:
                WriteList(source, value, ref sink);
                break;
            case ValueKind.Boolean:
                sink.Put(source.Bytes(value));
                break;
            case ValueKind.Integer or ValueKind.Decimal when IsNumber(source.Bytes(value)):
                sink.Put(source.Bytes(value));
                break;
            default:
                sink.Text(source.Bytes(value));
                break;
        }
    }

    private static void WriteList(Event source, Slot value, ref Sink sink)
    {
        sink.Put((byte)'[');
        var isFirst = true;
        foreach (var element in source.Elements(value))
        {
            sink.Part(ref isFirst);
            if (element.Kind == ValueKind.List)
                sink.Put("null"u8);
            else
                WriteValue(source, element, ref sink);
        }

        sink.Put((byte)']');
    }

    /// <summary>JSON has no leading zeros: <c>007</c> stays text.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        return Decoding.Text.Scan.IsDecimal(text) && (digits is not [(byte)'0', ..] || digits.Length == 1 || digits[1] is (byte)'.' or (byte)'e' or (byte)'E');
    }

    /// <summary>What a field of a layout is in JSON.</summary>
    /// <param name="Key"><c>"name":</c>.</param>
    /// <param name="IsList">Whether ECS calls it an array.</param>
    private readonly record struct Member(byte[] Key, bool IsList);

    /// <summary>Writes into the room that a writer gives, and asks it for more only when that is full.</summary>
    /// <param name="output">The writer; it has all of it after <see cref="Flush"/>.</param>
    private ref struct Sink(IBufferWriter<byte> output)
    {
        /// <summary>Least bytes that are asked for at once.</summary>
        private const int RoomMin = 1024;

        /// <summary>Bytes of the longest character: <c>\uXXXX</c>.</summary>
        private const int CharacterMax = 6;

        private Span<byte> room;
        private int used;

        public void Flush()
        {
            output.Advance(used);
            room = default;
            used = 0;
        }

        public void Put(byte value)
        {
            Need(1);
            room[used++] = value;
        }

        public void Put(ReadOnlySpan<byte> value)
        {
            Need(value.Length);
            value.CopyTo(room[used..]);
            used += value.Length;
        }

        /// <summary>A comma before every member but the first.</summary>
        public void Part(ref bool isFirst)
        {
            if (!isFirst)
                Put((byte)',');
            isFirst = false;
        }

        /// <summary>Text in quotes.</summary>
        public void Text(ReadOnlySpan<byte> text)
        {
            Put((byte)'"');
            while (true)
            {
                var plain = text.IndexOfAnyExcept(Plain);
                Put(plain < 0 ? text : text[..plain]);
                if (plain < 0)
                    break;
                text = text[(plain + Character(text[plain..]))..];
            }

            Put((byte)'"');
        }

        /// <summary>Writes a character that may not stand as it is, and returns the bytes that it was.</summary>
        private int Character(ReadOnlySpan<byte> text)
        {
            Need(CharacterMax);
            var free = room[used..];
            if (text[0] is (byte)'"' or (byte)'\\')
            {
                (free[0], free[1]) = ((byte)'\\', text[0]);
                used += 2;
                return 1;
            }

            Rune.DecodeFromUtf8(text, out var rune, out var length);
            if (!IsHostile(rune.Value))
            {
                used += rune.EncodeToUtf8(free);
                return length;
            }

            "\\u"u8.CopyTo(free);
            Utf8Formatter.TryFormat(rune.Value, free[2..], out _, new StandardFormat('x', 4));
            used += CharacterMax;
            return length;
        }

        private void Need(int bytes)
        {
            if (room.Length - used >= bytes)
                return;
            output.Advance(used);
            room = output.GetSpan(Math.Max(bytes, RoomMin));
            used = 0;
        }
    }
}
