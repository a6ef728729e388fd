namespace Yagura.ServiceLevel.Journal;

/// <summary>A head of the journal that somebody outside holds, for example from a checkpoint.</summary>
/// <param name="Number">Number of the entry.</param>
/// <param name="Hash">Its hash, 64 hex digits.</param>
/// <param name="Name">Where it comes from, for the output.</param>
public sealed record JournalPin(long Number, string Hash, string Name)
{
    /// <summary>Reads <c>NUMBER:HASH</c>; null when it is none.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="name">Where it comes from.</param>
    public static JournalPin? Parse(string text, string name)
    {
        var parts = text.Trim().Split(':');
        return parts.Length == 2 && long.TryParse(parts[0], out var number) && number > 0 && parts[1].Length == JournalHash.Genesis.Length && parts[1].All(char.IsAsciiHexDigit)
            ? new JournalPin(number, parts[1].ToLowerInvariant(), name)
            : null;
    }
}
