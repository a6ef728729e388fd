using Yagura.Operations.Store;

namespace Yagura.Operations.Sources;

/// <summary>How a source stands.</summary>
public enum Standing
{
    /// <summary>It sends within its cadence.</summary>
    Sending,

    /// <summary>Silent past its cadence, unexplained: cannot be proven.</summary>
    Silent,

    /// <summary>Silent, and somebody said why.</summary>
    Explained,

    /// <summary>Registered, but nothing ever came.</summary>
    NeverSeen,

    /// <summary>It sends; too little was seen to know its cadence, and none is set.</summary>
    Learning,

    /// <summary>It sends, but nobody registered it.</summary>
    Unregistered,

    /// <summary>Retired.</summary>
    Retired,
}

/// <summary>A source's standing and since when.</summary>
/// <param name="Standing">The standing.</param>
/// <param name="Since">Since when it is silent; null otherwise.</param>
/// <param name="Cadence">The longest silence that is normal; null while unknown.</param>
/// <param name="Learned">Whether the cadence was learned rather than set.</param>
public sealed record SourceStanding(Standing Standing, DateTimeOffset? Since, TimeSpan? Cadence, bool Learned)
{
    /// <summary>The standing of a row.</summary>
    public static SourceStanding Of(SourceRow row)
    {
        var cadence = CadenceOf(row);
        var standing = row switch
        {
            { State: SourceStates.Retired } => Standing.Retired,
            { State: SourceStates.Unregistered } => Standing.Unregistered,
            { SilenceExplained: not null } => Standing.Explained,
            { LastSeen: null } => Standing.NeverSeen,
            { SilentSince: not null } => Standing.Silent,
            _ => cadence is null ? Standing.Learning : Standing.Sending,
        };
        return new SourceStanding(standing, row.SilentSince, cadence, row.CadenceSeconds is null && cadence is not null);
    }

    /// <summary>The cadence set, else learned, else unknown.</summary>
    internal static TimeSpan? CadenceOf(SourceRow row) => row.CadenceSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : GapHistogram.Read(row.Gaps).Cadence();
}
