namespace Yagura;

/// <summary>Exit codes of every verb.</summary>
internal static class Exit
{
    /// <summary>All is right.</summary>
    public const int Right = 0;

    /// <summary>The verb did its work and what it checked failed.</summary>
    public const int CheckFailed = 1;

    /// <summary>The verb was used wrongly, or cannot work here.</summary>
    public const int WrongUse = 2;
}
