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
        if (!writer.TryList(at, depth: 0, isObject: true))
            return false;
        parts.Set(into, parts.Target.Keep(writer.Length, ValueKind.Text));
        return true;
    }

    private ref struct Writer(ReadOnlySpan<byte> text, Span<byte> room)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private readonly Span<byte> room = room;

        public int Length { get; private set; }

        /// <summary>Writes the members of <c>{"values":[…]}</c>.</summary>
        public bool TryList(int at, int depth, bool isObject)
        {
            if (depth == JsonForm.DepthMax || !JsonText.TryMember(text, at, "values"u8, out at) || text[at] != '[')
                return false;
            Put((byte)(isObject ? '{' : '['));
            var start = Length;
            for (at = JsonText.SkipSpace(text, at + 1); at < text.Length && text[at] == '{'; at = JsonText.SkipSpace(text, at))
            {
                if (Length > start)
                    Put((byte)',');
                if (isObject ? !TryPair(at, depth) : !TryValue(at, depth))
                    return false;
                if (!JsonText.SkipNested(text, ref at))
                    return false;
                at = JsonText.SkipSpace(text, at);
                if (at < text.Length && text[at] == ',')
                    at++;
            }

            Put((byte)(isObject ? '}' : ']'));
            return true;
        }

        private bool TryPair(int at, int depth)
        {
            if (!JsonText.TryMember(text, at, "key"u8, out var key) || text[key] != '"' || !TryScalar(key))
                return false;
            Put((byte)':');
            if (JsonText.TryMember(text, at, "value"u8, out var value))
                return TryValue(value, depth);
            Put("null"u8);
            return true;
        }

        /// <summary>Writes what an <c>AnyValue</c> holds; an empty one is null.</summary>
        private bool TryValue(int at, int depth)
        {
            if (text[at] != '{')
                return false;
            if (TryMember(at, "kvlistValue"u8, "kvlist_value"u8, out var list))
                return TryList(list, depth + 1, isObject: true);
            if (TryMember(at, "arrayValue"u8, "array_value"u8, out list))
                return TryList(list, depth + 1, isObject: false);
            var value = FirstValue(at);
            if (value < 0)
                Put("null"u8);
            return value < 0 || TryScalar(value);
        }

        private bool TryScalar(int at)
        {
            var end = at;
            if (text[at] is (byte)'{' or (byte)'[' || !JsonText.TrySkipScalar(text, ref end))
                return false;
            Put(text[at..end]);
            return true;
        }

        private readonly int FirstValue(int at)
        {
            at = JsonText.SkipSpace(text, at + 1);
            return JsonText.TryString(text, ref at, out _, out _, out _) ? JsonText.ValueAt(text, at) : -1;
        }

        private readonly bool TryMember(int at, ReadOnlySpan<byte> name, ReadOnlySpan<byte> other, out int value) =>
            JsonText.TryMember(text, at, name, out value) || JsonText.TryMember(text, at, other, out value);

        private void Put(byte one) => room[Length++] = one;

        private void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(room[Length..]);
            Length += bytes.Length;
        }
    }
}
