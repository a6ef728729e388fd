using Yagura.Events;

namespace Yagura.Archive.Export;

/// <summary>What an evidence package holds.</summary>
/// <param name="From">First instant wanted; the seal whose period holds it is the first.</param>
/// <param name="To">First instant not wanted any more.</param>
/// <param name="Sources">Sources wanted; empty for all.</param>
/// <param name="Made">When it was made, for its page.</param>
public sealed record PackageOptions(ReceiveTime From, ReceiveTime To, IReadOnlyList<string> Sources, ReceiveTime Made);

/// <summary>What was written.</summary>
/// <param name="FirstSeal">First seal whose lines are in it.</param>
/// <param name="LastSeal">Last seal whose lines are in it.</param>
/// <param name="Records">Lines of all sources.</param>
/// <param name="Sources">Sources with lines.</param>
/// <param name="Deleted">Seals whose evidence was deleted by the rules: the package says so.</param>
/// <param name="Checkpoint">Seal of the checkpoint that binds it.</param>
public sealed record PackageSummary(long FirstSeal, long LastSeal, long Records, IReadOnlyList<string> Sources, long Deleted, long Checkpoint);
