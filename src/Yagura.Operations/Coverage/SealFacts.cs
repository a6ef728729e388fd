using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Operations.Coverage;

/// <summary>What coverage needs of one seal.</summary>
/// <param name="Index">Its index.</param>
/// <param name="From">Start of its period.</param>
/// <param name="To">End of its period, exclusive.</param>
/// <param name="First">First sequence; 0 when empty.</param>
/// <param name="Last">Last sequence; 0 when empty.</param>
/// <param name="Earliest">Earliest receive time; null when empty.</param>
/// <param name="Latest">Latest receive time; null when empty.</param>
/// <param name="Sources">Sources with records in it.</param>
/// <param name="Down">Times without a running server.</param>
/// <param name="Damaged">Acknowledged records that could not be read.</param>
/// <param name="Lost">Input lost before the spool.</param>
public sealed record SealFacts(long Index, ReceiveTime From, ReceiveTime To, long First, long Last, ReceiveTime? Earliest, ReceiveTime? Latest,
    IReadOnlyList<string> Sources, IReadOnlyList<SealedDown> Down, IReadOnlyList<DamagedNote> Damaged, IReadOnlyList<SealedLoss> Lost)
{
    /// <summary>The facts of a seal.</summary>
    public static SealFacts Of(SealContent seal) => new(seal.Index, seal.From, seal.To, seal.First, seal.Last, seal.Earliest, seal.Latest,
        [.. seal.Sources.Select(source => string.Intern(source.Source))], seal.Down, seal.Damaged, seal.Lost);
}
