namespace Yagura.Events;

/// <summary>Source ids that the product gives itself; a configuration may not use them.</summary>
public static class ReservedSources
{
    /// <summary>What every such id begins with.</summary>
    public const string Prefix = "yagura.";

    /// <summary>The synthetic record a minute and listener (CUSTODY 2): evidence, and excluded from every figure.</summary>
    public const string Canary = "yagura.canary";

    /// <summary>Heads of input from peers that a listener does not allow: evidence, counted, and never analysed as anybody's log.</summary>
    public const string Refused = "yagura.refused";

    /// <summary>What the senders are called that nobody registered.</summary>
    public const string UnregisteredPrefix = "unregistered.";

    /// <summary>Whether a source of the configuration may not have this id.</summary>
    public static bool IsReserved(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) || id.StartsWith(UnregisteredPrefix, StringComparison.Ordinal);

    /// <summary>Whether its records are a sender's log: only such are decoded, counted and matched by rules.</summary>
    public static bool IsLog(string source) => source is not (Canary or Refused);
}
