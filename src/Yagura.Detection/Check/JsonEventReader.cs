using System.Text.Json;
using Yagura.Events;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Check;

/// <summary>Reads an event from one line of JSON: nested fields by dots, spaces left out of names, lists as lists.</summary>
/// <remarks>
/// <c>{"a":{"b":[1,{"c":2}]}}</c> has the fields <c>a.b</c> = 1 and <c>a.b.c</c> = 2. A number has one written form: 4688.0 is 4688.
/// Allocates nothing once warm. Not thread-safe.
/// </remarks>
internal sealed class JsonEventReader(EventLayout layout)
{
    private readonly FieldPaths paths = new(layout);
    private readonly List<(int Slot, int Order, Slot Value)> repeated = [];
    private readonly List<Slot> list = [];
    private byte[] path = new byte[1024];

    /// <summary>Fills the event from a JSON object.</summary>
    /// <param name="next">The event to fill.</param>
    /// <param name="stored">A record whose payload holds the line.</param>
    /// <param name="offset">Where the object begins in the payload, in bytes.</param>
    /// <param name="length">Bytes of the object.</param>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public void Read(Event next, StoredRecord stored, int offset, int length)
    {
        next.Begin(layout, stored, item: 0);
        repeated.Clear();
        var json = new Utf8JsonReader(stored.Record.Payload.Span.Slice(offset, length));
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("the line is no JSON object");
        ReadObject(ref json, next, offset, 0);
        if (repeated.Count > 0)
            SetLists(next);
    }

    private void ReadObject(ref Utf8JsonReader json, Event next, int offset, int pathLength)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var length = Append(ref json, pathLength);
            var nameAt = offset + (int)json.TokenStartIndex + 1;
            var nameSlot = new Slot(nameAt, json.ValueSpan.Length, ValueKind.Text, Room.Payload);
            var slot = paths.Find(path.AsSpan(0, length));
            json.Read();
            ReadValue(ref json, next, offset, (slot, length, nameSlot));
        }
    }

    private void ReadValue(ref Utf8JsonReader json, Event next, int offset, (int Slot, int PathLength, Slot Name) field)
    {
        var start = (int)json.TokenStartIndex;
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                path[field.PathLength] = (byte)'.';
                ReadObject(ref json, next, offset, field.PathLength + 1);
                if (field.Slot >= 0)
                    Set(next, field, new Slot(offset + start, (int)json.BytesConsumed - start, ValueKind.Object, Room.Payload));
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    ReadValue(ref json, next, offset, field);
                break;
            default:
                Set(next, field, Scalar(ref json, next, offset));
                break;
        }
    }

    private static Slot Scalar(ref Utf8JsonReader json, Event next, int offset)
    {
        var at = offset + (int)json.TokenStartIndex;
        switch (json.TokenType)
        {
            case JsonTokenType.String when !json.ValueIsEscaped:
                return new Slot(at + 1, json.ValueSpan.Length, ValueKind.Text, Room.Payload);
            case JsonTokenType.String:
                return next.Keep(JsonEscapes.Undo(json.ValueSpan, next.Reserve(json.ValueSpan.Length)), ValueKind.Text);
            case JsonTokenType.Number when json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0:
                return new Slot(at, json.ValueSpan.Length, ValueKind.Integer, Room.Payload);
            case JsonTokenType.Number:
                var written = NumberText.Rewrite(json.ValueSpan, next.Reserve(40));
                return written > 0 ? next.Keep(written, ValueKind.Decimal) : new Slot(at, json.ValueSpan.Length, ValueKind.Decimal, Room.Payload);
            case JsonTokenType.True or JsonTokenType.False:
                return new Slot(at, json.ValueSpan.Length, ValueKind.Boolean, Room.Payload);
            default:
                return new Slot(0, 0, ValueKind.Null, Room.Payload);
        }
    }

    private void Set(Event next, (int Slot, int PathLength, Slot Name) field, Slot value)
    {
        if (field.Slot < 0)
        {
            next.AddUndeclared(field.Name, value);
            return;
        }

        var before = next.Value(field.Slot);
        if (before.Kind == ValueKind.Absent)
        {
            next.SetSlot(field.Slot, value);
            return;
        }

        // A second value of the same field: both wait until the whole line is read, then become one list.
        if (!IsRepeated(field.Slot))
            repeated.Add((field.Slot, repeated.Count, before));
        repeated.Add((field.Slot, repeated.Count, value));
    }

    private bool IsRepeated(int slot)
    {
        // From the end: a field's further values usually follow at once.
        for (var i = repeated.Count - 1; i >= 0; i--)
        {
            if (repeated[i].Slot == slot)
                return true;
        }

        return false;
    }

    private void SetLists(Event next)
    {
        repeated.Sort(static (left, right) => left.Slot != right.Slot ? left.Slot.CompareTo(right.Slot) : left.Order.CompareTo(right.Order));
        for (var i = 0; i < repeated.Count;)
        {
            var slot = repeated[i].Slot;
            list.Clear();
            for (; i < repeated.Count && repeated[i].Slot == slot; i++)
            {
                // A null among values says nothing; nothing but nulls is null.
                if (repeated[i].Value.Kind != ValueKind.Null)
                    list.Add(repeated[i].Value);
            }

            if (list.Count == 0)
                list.Add(new Slot(0, 0, ValueKind.Null, Room.Payload));
            next.SetList(slot, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list));
        }
    }

    private int Append(ref Utf8JsonReader json, int pathLength)
    {
        var room = pathLength + json.ValueSpan.Length + 1;
        if (path.Length < room)
            Array.Resize(ref path, room * 2);
        var name = path.AsSpan(pathLength);
        var length = json.ValueSpan.Length;
        if (json.ValueIsEscaped)
            length = JsonEscapes.Undo(json.ValueSpan, name);
        else
            json.ValueSpan.CopyTo(name);
        if (name[..length].Contains((byte)' '))
            length = WithoutSpaces(name[..length]);
        return pathLength + length;
    }

    private static int WithoutSpaces(Span<byte> name)
    {
        var length = 0;
        foreach (var letter in name)
        {
            if (letter != (byte)' ')
                name[length++] = letter;
        }

        return length;
    }
}
