using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>A list of keys and values as OTLP writes it in JSON, <c>{"values":[{"key":"a","value":{"stringValue":"b"}}]}</c> (opentelemetry-proto, <c>KeyValueList</c>), written as the plain object <c>{"a":"b"}</c>.</summary>
/// <param name="into">Part that takes the object.</param>
internal sealed class OtlpForm(int into) : Form
{
    public override bool Read(Region text, Parts parts)
    {
        // What is written is never longer than what is read.
        var writer = new Writer(text.Bytes, parts.Target.Reserve(text.Length));
        var at = JsonText.SkipSpace(text.Bytes, 0);
        if (!writer.TryList(ref at, depth: 0, isObject: true))
            return false;
        parts.Set(into, parts.Target.Keep(writer.Length, ValueKind.Text));
        return true;
    }

    /// <summary>Reads once from the beginning to the end: looking for a member in what is nested and then into it would cost a long line its length for each depth.</summary>
    private ref struct Writer(ReadOnlySpan<byte> text, Span<byte> room)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private readonly Span<byte> room = room;

        public int Length { get; private set; }

        /// <summary>Writes the members of <c>{"values":[…]}</c>, and leaves the position after it.</summary>
        public bool TryList(ref int at, int depth, bool isObject)
        {
            if (depth == JsonForm.DepthMax || !TryFirst(ref at, out var name) || !name.SequenceEqual("values"u8) || text[at] != '[')
                return false;
            Put((byte)(isObject ? '{' : '['));
            var start = Length;
            for (at = JsonText.SkipSpace(text, at + 1); at < text.Length && text[at] == '{'; at = AfterComma(at))
            {
                if (Length > start)
                    Put((byte)',');
                if (isObject ? !TryPair(ref at, depth) : !TryValue(ref at, depth))
                    return false;
            }

            if (at >= text.Length || text[at] != ']')
                return false;
            at++;
            Put((byte)(isObject ? '}' : ']'));
            return TryEnd(ref at);
        }

        /// <summary>A key and its value, in the order in which the message numbers them.</summary>
        private bool TryPair(ref int at, int depth)
        {
            if (!TryFirst(ref at, out var name) || !name.SequenceEqual("key"u8) || text[at] != '"' || !TryScalar(ref at))
                return false;
            Put((byte)':');
            at = AfterComma(at);
            if (TryName(ref at, out name) && name.SequenceEqual("value"u8))
                return TryValue(ref at, depth) && TryEnd(ref at);
            Put("null"u8);
            return TryEnd(ref at);
        }

        /// <summary>Writes the one value that an <c>AnyValue</c> holds; an empty one is null.</summary>
        private bool TryValue(ref int at, int depth)
        {
            if (text[at] != '{')
                return false;
            if (!TryFirst(ref at, out var name))
                Put("null"u8);
            else if (name.SequenceEqual("kvlistValue"u8) || name.SequenceEqual("kvlist_value"u8))
                return TryList(ref at, depth + 1, isObject: true) && TryEnd(ref at);
            else if (name.SequenceEqual("arrayValue"u8) || name.SequenceEqual("array_value"u8))
                return TryList(ref at, depth + 1, isObject: false) && TryEnd(ref at);
            else if (!TryScalar(ref at))
                return false;
            return TryEnd(ref at);
        }

        private bool TryScalar(ref int at)
        {
            var start = at;
            if (text[at] is (byte)'{' or (byte)'[' || !JsonText.TrySkipScalar(text, ref at))
                return false;
            Put(text[start..at]);
            return true;
        }

        /// <summary>Goes into an object, to the value of its first member.</summary>
        private readonly bool TryFirst(ref int at, out ReadOnlySpan<byte> name)
        {
            name = default;
            if (at >= text.Length || text[at] != '{')
                return false;
            at = JsonText.SkipSpace(text, at + 1);
            return TryName(ref at, out name);
        }

        /// <summary>Goes from a member's name to its value.</summary>
        private readonly bool TryName(ref int at, out ReadOnlySpan<byte> name)
        {
            name = default;
            var next = at;
            if (!JsonText.TryString(text, ref next, out var start, out var length, out _) || JsonText.ValueAt(text, next) is not (>= 0 and var value))
                return false;
            name = text.Slice(start, length);
            at = value;
            return true;
        }

        /// <summary>Goes behind the object's end, over members that say nothing here.</summary>
        private readonly bool TryEnd(ref int at)
        {
            for (at = AfterComma(at); at < text.Length && text[at] != '}'; at = AfterComma(at))
            {
                if (!TryName(ref at, out _) || !(text[at] is (byte)'{' or (byte)'[' ? JsonText.SkipNested(text, ref at) : JsonText.TrySkipScalar(text, ref at)))
                    return false;
            }

            return at++ < text.Length;
        }

        private readonly int AfterComma(int at)
        {
            at = JsonText.SkipSpace(text, at);
            return at < text.Length && text[at] == ',' ? JsonText.SkipSpace(text, at + 1) : at;
        }

        private void Put(byte one) => room[Length++] = one;

        private void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(room[Length..]);
            Length += bytes.Length;
        }
    }
}
