using System.Diagnostics.CodeAnalysis;

namespace Yagura.Archive;

/// <summary>What must hold for custody to be true, asserted in release builds too; each use has a row in docs/invariants.md.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantException"/> unless it holds.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="what">The invariant as a sentence; a constant, so that a check that holds costs nothing.</param>
    public static void Holds([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds) throw new InvariantException(what);
    }
}

/// <summary>Something that custody rests on is not true: a fault of this program, never of its input.</summary>
public sealed class InvariantException(string what) : Exception("Invariant broken: " + what);
