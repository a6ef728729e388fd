namespace Yagura.Archive.Spool;

/// <summary>What to do about space, the mildest first (CUSTODY 3). Nothing unsealed and no evidence is ever deleted for space.</summary>
public enum SpaceDecision
{
    /// <summary>There is room.</summary>
    GoOn = 0,

    /// <summary>Drop the index: it can be rebuilt.</summary>
    DropIndex = 1,

    /// <summary>The index is gone already: write no index and hunt for nothing, so that what is left is for records.</summary>
    PauseIndexAndHunts = 2,

    /// <summary>Stop acknowledging: take nothing in until there is room or a person acts.</summary>
    StopAcknowledging = 3,
}

/// <summary>The state of the disk at an instant.</summary>
/// <param name="FreeBytes">Free for this user on the spool's file system.</param>
/// <param name="ReserveBytes">What is kept free for sealing what is spooled and for a person's work.</param>
/// <param name="IndexBytes">What dropping the index would give back; 0 when there is none.</param>
/// <param name="UnsealedBytes">What the spool holds that is not sealed yet: its evidence still has to be written.</param>
public readonly record struct SpaceState(long FreeBytes, long ReserveBytes, long IndexBytes, long UnsealedBytes);

/// <summary>Decides about space; pure.</summary>
public static class SpoolSpace
{
    // Acknowledging stops while sealing still has room: half of the reserve is its own.
    private const int SealingShareOfReserve = 2;

    /// <summary>The decision for a state.</summary>
    /// <remarks>
    /// Free space must cover the reserve and the evidence of what is unsealed, taken as large as the spool because a log may not compress.
    /// </remarks>
    public static SpaceDecision Decide(in SpaceState state)
    {
        if (state.FreeBytes >= state.ReserveBytes + state.UnsealedBytes) return SpaceDecision.GoOn;
        if (state.IndexBytes > 0) return SpaceDecision.DropIndex;
        return state.FreeBytes >= (state.ReserveBytes / SealingShareOfReserve) + state.UnsealedBytes
            ? SpaceDecision.PauseIndexAndHunts
            : SpaceDecision.StopAcknowledging;
    }
}
