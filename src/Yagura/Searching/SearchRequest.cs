namespace Yagura.Searching;

/// <summary>What is searched for.</summary>
/// <param name="Term">The term.</param>
/// <param name="From">The first sequence looked at, from 1.</param>
/// <param name="Limit">At most so many records.</param>
internal sealed record SearchRequest(string Term, long From, int Limit);
