namespace Yagura.ServiceLevel.Journal;

/// <summary>Who records or approves: <c>role:name</c> (<c>client:sato</c>, <c>contractor:tanaka</c>, another party's id) or <c>machine</c>.</summary>
public static class Actor
{
    /// <summary>The product itself.</summary>
    public const string Machine = "machine";

    /// <summary>The role of the party that ordered the service.</summary>
    public const string Client = "client";

    /// <summary>The role of the party that is measured.</summary>
    public const string Contractor = "contractor";

    /// <summary>Whether a text names an actor.</summary>
    /// <param name="actor">As written in the journal.</param>
    public static bool IsValid(string actor)
    {
        if (actor == Machine) return true;
        var colon = actor.IndexOf(':');
        return colon > 0 && colon < actor.Length - 1 && !actor.AsSpan(0, colon).ContainsAnyExcept(RoleLetters);
    }

    /// <summary>The role before the colon; <c>machine</c> for the product; empty when there is none.</summary>
    /// <param name="actor">As written in the journal; null has no role.</param>
    public static string Role(string? actor)
    {
        if (actor is null) return "";
        if (actor == Machine) return Machine;
        var colon = actor.IndexOf(':');
        return colon > 0 ? actor[..colon] : "";
    }

    /// <summary>Whether this is a person of the client. Only such a name makes a figure smaller.</summary>
    /// <param name="actor">As written in the journal; null is nobody.</param>
    public static bool IsClient(string? actor) => actor is not null && actor.StartsWith("client:", StringComparison.Ordinal) && actor.Length > 7;

    private static readonly System.Buffers.SearchValues<char> RoleLetters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");
}
