using System.Text.Json;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>When something is said to have happened, and how exactly that is known.</summary>
/// <param name="Time">With an offset.</param>
/// <param name="Precision">A form with minutes gives <see cref="TimePrecision.Minute"/>: the clock subtracts accordingly (FIGURES 3).</param>
public readonly record struct StatedTime(DateTimeOffset Time, TimePrecision Precision);

/// <summary>A fact about to be recorded; number, recording time and hash come from the journal.</summary>
/// <param name="Kind">Kind of the entry, one of <see cref="EntryKinds.All"/>.</param>
/// <param name="Subject">Subject of the entry.</param>
/// <param name="Actor"><c>role:name</c> or <c>machine</c>.</param>
/// <param name="Stated">When it happened, if not now; must not be later than now.</param>
/// <param name="Data">The entry's data; keys are snake_case, values are what System.Text.Json writes; a null value is left out.</param>
public sealed record JournalDraft(string Kind, string Subject, string Actor, StatedTime? Stated, IReadOnlyDictionary<string, object?> Data)
{
    /// <summary>Refuses what would say too little or nothing that anybody understands.</summary>
    /// <exception cref="RefusedException">An unknown kind, a missing member, a subject or an actor that is none.</exception>
    internal EntryData Check()
    {
        if (EntryKinds.Find(Kind) is null) throw new RefusedException($"「{Kind}」という記録の種類はありません。近いもの: {string.Join("、", EntryKinds.Near(Kind))}", $"'{Kind}' is no kind of entry; near it are {string.Join(", ", EntryKinds.Near(Kind))}.");
        if (string.IsNullOrWhiteSpace(Subject)) throw new RefusedException($"{Kind} には対象が必要です。", $"{Kind} needs a subject.");
        if (!ServiceLevel.Journal.Actor.IsValid(Actor)) throw new RefusedException($"「{Actor}」は記録者になりません。役割:名前（例 contractor:sato）又は machine としてください。", $"'{Actor}' names nobody: an actor is role:name, for example contractor:sato, or machine.");
        var data = EntryData.Of(JsonSerializer.SerializeToElement(Data.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value)));
        if (EntryKinds.Missing(Kind, data) is { Count: > 0 } missing) throw new RefusedException($"{Kind} には {string.Join("、", missing)} が必要です。", $"{Kind} must say {string.Join(", ", missing)}.");
        return data;
    }
}
