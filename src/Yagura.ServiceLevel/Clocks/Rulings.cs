using System.Globalization;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>What may make a figure smaller, and on whose word: lowering, withdrawing, declining, not requiring. Nobody excuses himself.</summary>
internal sealed class Rulings(Histories histories, Contract contract, Excuses excuses, DateTimeOffset now)
{
    private readonly List<Exclusion> exclusions = [];

    /// <summary>Marks the histories and returns what is to be printed.</summary>
    public IReadOnlyList<Exclusion> Apply()
    {
        foreach (var history in histories.With("incident.severity-set")) Severities(history);
        foreach (var history in histories.With("incident.withdrawn"))
            if (history.MergedBy is null) Withdrawal(history);
        Named("containment.declined", "declined", "遮断不要の判断", "containment was declined");
        Named("takedown.not-required", "not-required", "緊急公開停止は不要との判断", "takedown was judged not required");
        return exclusions;
    }

    private void Severities(History history)
    {
        string? before = null;
        foreach (var fact in history.Facts)
        {
            if (fact.Time > now || !Timeline.Sets(fact, history, "severity") || fact.Data.Text("severity") is not { } after) continue;
            if (before is null || !Lower(after, before))
            {
                before = after;
                continue;
            }
            if (Refuses(history, fact, before)) continue;
            exclusions.Add(Exclusion.Of("lowered", fact, $"危険度を {before} から {after} に変更", $"severity lowered from {before} to {after}", unconfirmed: !fact.ClientNamed, refused: false));
            before = after;
        }
    }

    private static bool Lower(string after, string before) =>
        int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var low) && int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var high) && low < high;

    // Lowering while a clock of the higher severity runs or is over needs the client's name.
    private bool Refuses(History history, Fact fact, string before)
    {
        if (fact.ClientNamed) return false;
        history.RefuseLowering(fact.Number);
        var pending = contract.Measures.OfType<ClockMeasure>()
            .Where(measure => measure.Clock.Where.Any(where => where.Member == "severity" && where.Values.Contains(before)))
            .SelectMany(measure => new ClockEvaluator(measure, contract, histories, excuses, fact.Time).Of(history.MergedBy is null ? history : history.Alone()))
            .Any(state => state.State is ClockStatus.Running or ClockStatus.Overdue or ClockStatus.Late);
        if (!pending) history.RefusedLowerings!.Remove(fact.Number);
        else
        {
            exclusions.Add(Exclusion.Of("lowered", fact, "経過中または超過した後の危険度の引下げには発注者の同意が要ります。引下げは認めません",
                "lowering while a clock runs or is over needs the client's name: refused", unconfirmed: true, refused: true));
        }
        return pending;
    }

    private void Withdrawal(History history)
    {
        var withdrawn = history.Facts.LastOrDefault(fact => fact.Kind == "incident.withdrawn" && fact.Subject == history.Subject && fact.Time <= now);
        if (withdrawn is null || history.Facts.Any(fact => fact.Kind == "incident.reopened" && fact.Time > withdrawn.Time && fact.Time <= now)) return;
        if (!withdrawn.ClientNamed && Over(history, withdrawn.Time))
        {
            exclusions.Add(Exclusion.Of("withdrawn", withdrawn, "超過した後の取消には発注者の同意が要ります。取消は認めません", "withdrawing after an over needs the client: refused", unconfirmed: true, refused: true));
            return;
        }
        history.WithdrawnBy = withdrawn;
        exclusions.Add(Exclusion.Of("withdrawn", withdrawn, $"取消（理由: {withdrawn.Data.Text("reason") ?? "記載なし"}）", $"withdrawn (reason: {withdrawn.Data.Text("reason") ?? "not stated"})", unconfirmed: !withdrawn.ClientNamed, refused: false));
    }

    private bool Over(History history, DateTimeOffset at) => contract.Measures.OfType<ClockMeasure>()
        .SelectMany(measure => new ClockEvaluator(measure, contract, histories, excuses, at).Of(history)).Any(state => state.Over);

    private void Named(string kind, string what, string ja, string en)
    {
        foreach (var fact in histories.With(kind).SelectMany(history => history.Facts).Where(fact => fact.Kind == kind && fact.Time <= now).Distinct())
            exclusions.Add(Exclusion.Of(what, fact, $"{ja}（{fact.Data.Text("reason") ?? "理由の記載なし"}）", $"{en} ({fact.Data.Text("reason") ?? "no reason stated"})", unconfirmed: !fact.ClientNamed, refused: false));
    }
}
