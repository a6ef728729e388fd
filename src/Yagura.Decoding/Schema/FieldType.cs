namespace Yagura.Decoding.Schema;

/// <summary>Type of a field, in the words of ECS.</summary>
internal enum FieldType : byte
{
    /// <summary>Text that is compared whole.</summary>
    Keyword = 0,

    /// <summary>A whole number.</summary>
    Long = 1,

    /// <summary>A number.</summary>
    Float = 2,

    /// <summary>An IP address.</summary>
    Ip = 3,

    /// <summary>True or false.</summary>
    Boolean = 4,

    /// <summary>An instant.</summary>
    Date = 5,
}
