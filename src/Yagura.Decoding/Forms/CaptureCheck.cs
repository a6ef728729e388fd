namespace Yagura.Decoding.Forms;

/// <summary>What a captured text must look like for its pattern to match.</summary>
internal enum CaptureCheck : byte
{
    None = 0,

    /// <summary>Not empty, no white space.</summary>
    Word = 1,

    /// <summary>A whole number.</summary>
    Int = 2,

    /// <summary>A number.</summary>
    Number = 3,

    /// <summary>An IP address.</summary>
    Ip = 4,

    /// <summary>A whole number, <c>-</c> or nothing: the check of a field whose type is a number.</summary>
    IntOrNone = 5,

    /// <summary>A number, <c>-</c> or nothing.</summary>
    NumberOrNone = 6,

    /// <summary>An address, <c>-</c> or nothing.</summary>
    IpOrNone = 7,

    /// <summary>Not empty.</summary>
    Some = 8,

    /// <summary>Hexadecimal digits, with or without <c>0x</c>.</summary>
    Hex = 9,

    /// <summary>ASCII letters and digits.</summary>
    Alnum = 10,
}
