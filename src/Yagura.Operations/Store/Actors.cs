namespace Yagura.Operations.Store;

/// <summary>Who acts: <c>role:name</c> or <c>machine</c> (FIGURES 1).</summary>
public static class Actors
{
    /// <summary>The product itself.</summary>
    public const string Machine = "machine";

    /// <summary>The role before the colon; <c>machine</c> for the machine.</summary>
    public static string RoleOf(string actor) => actor.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? actor[..colon] : actor;

    /// <summary>Refuses what is neither <c>role:name</c> nor <c>machine</c>.</summary>
    /// <exception cref="RefusedException">The text is no actor.</exception>
    public static void Check(string actor)
    {
        var colon = actor.IndexOf(':', StringComparison.Ordinal);
        if (actor != Machine && (colon <= 0 || colon == actor.Length - 1)) throw new RefusedException($"'{actor}' names nobody: an actor is role:name, for example contractor:sato, or machine.");
    }
}
