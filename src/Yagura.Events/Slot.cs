namespace Yagura.Events;

/// <summary>Type of a field's value. The bytes are always its UTF-8 text; the kind says how to read them.</summary>
public enum ValueKind : byte
{
    /// <summary>The event does not have the field.</summary>
    Absent = 0,

    /// <summary>The field is there and null (JSON null).</summary>
    Null = 1,

    /// <summary>Text.</summary>
    Text = 2,

    /// <summary>A whole number.</summary>
    Integer = 3,

    /// <summary>A number with a fraction or an exponent.</summary>
    Decimal = 4,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 5,

    /// <summary>An IP address.</summary>
    Address = 6,

    /// <summary>An instant in the written form of <see cref="TimeText"/>.</summary>
    Instant = 7,

    /// <summary>Several values: offset and length count elements of the event's list table.</summary>
    List = 8,

    /// <summary>A JSON object as it is written; its members are fields of their own.</summary>
    Object = 9,
}

/// <summary>Where a value's bytes are.</summary>
public enum Room : byte
{
    /// <summary>In the record's payload.</summary>
    Payload = 0,

    /// <summary>In the event's own arena.</summary>
    Arena = 1,

    /// <summary>Among the constants of the event's layout.</summary>
    Layout = 2,
}

/// <summary>Where a value's bytes are, and what they say.</summary>
/// <remarks>Packed into one number, because values are handed on and copied dozens of times a line: from the lowest bit four of the kind, four of the room, 28 of the length, 28 of the offset. The default is the absent value.</remarks>
public readonly record struct Slot
{
    /// <summary>Greatest offset and greatest length: more than the largest body that is received.</summary>
    public const int Max = (1 << PlaceBits) - 1;

    private const int PlaceBits = 28;
    private const int RoomAt = 4;
    private const int LengthAt = 8;
    private const int OffsetAt = LengthAt + PlaceBits;

    private readonly ulong bits;

    /// <param name="offset">Byte offset (element offset for a list), at most <see cref="Max"/>.</param>
    /// <param name="length">Bytes (elements for a list), at most <see cref="Max"/>.</param>
    /// <param name="kind">Type.</param>
    /// <param name="room">The bytes that the offset counts in.</param>
    public Slot(int offset, int length, ValueKind kind, Room room) => bits = ((ulong)(uint)offset << OffsetAt) | ((ulong)(uint)length << LengthAt) | ((ulong)room << RoomAt) | (ulong)kind;

    /// <summary>Byte offset (element offset for a list).</summary>
    public int Offset
    {
        get => (int)(bits >> OffsetAt);
        init => bits = (bits & ((1UL << OffsetAt) - 1)) | ((ulong)(uint)value << OffsetAt);
    }

    /// <summary>Bytes (elements for a list).</summary>
    public int Length
    {
        get => (int)(bits >> LengthAt) & Max;
        init => bits = (bits & ~((ulong)Max << LengthAt)) | ((ulong)(uint)value << LengthAt);
    }

    /// <summary>Type.</summary>
    public ValueKind Kind
    {
        get => (ValueKind)(bits & 0xF);
        init => bits = (bits & ~0xFUL) | (ulong)value;
    }

    /// <summary>The bytes that the offset counts in.</summary>
    public Room Room => (Room)((bits >> RoomAt) & 0xF);

    /// <summary>Some of its bytes, as a value of the same kind.</summary>
    /// <param name="start">The first of them, counted from its own first.</param>
    /// <param name="length">How many.</param>
    public Slot Slice(int start, int length) => new(Offset + start, length, Kind, Room);
}
