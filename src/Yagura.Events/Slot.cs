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
/// <param name="Offset">Byte offset (element offset for a list).</param>
/// <param name="Length">Bytes (elements for a list).</param>
/// <param name="Kind">Type.</param>
/// <param name="Room">The bytes that the offset counts in.</param>
public readonly record struct Slot(int Offset, int Length, ValueKind Kind, Room Room);
