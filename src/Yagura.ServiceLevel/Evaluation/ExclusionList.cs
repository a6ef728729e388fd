using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>訂正・除外一覧: everything that was corrected, recorded late, lowered, withdrawn, waived or excused, and everything that makes a figure smaller on the contractor's word alone.</summary>
internal sealed class ExclusionList(MeasureScope scope, EffectiveJournal journal, Histories histories, IReadOnlyList<ClockState> states, IReadOnlyList<Exclusion> found)
{
    public IReadOnlyList<Exclusion> Printed()
    {
        List<Exclusion> all = [.. Amendments(), .. RecordedLater(), .. found, .. Sources(), .. Accounts()];
        if (all.Count == 0) return [];
        var subjects = states.Where(state => state.PeriodStart >= scope.Begins && state.PeriodStart < scope.Ends).Select(state => state.Subject).ToHashSet();
        var numbers = all.SelectMany(exclusion => exclusion.Entries).ToHashSet();
        var inPeriod = journal.Facts.Where(fact => numbers.Contains(fact.Number) && fact.Time >= scope.Begins && fact.Time < scope.Ends).Select(fact => fact.Number).ToHashSet();
        return [.. all.Where(exclusion => subjects.Contains(exclusion.Subject) || exclusion.Entries.Any(inPeriod.Contains) || exclusion.What is "corrected" or "retracted" or "client-account" or "due-moved" or "waived" or "adopted" or "attested" or "gap-repaired" or "stated" or "day-verified")
            .DistinctBy(exclusion => (exclusion.What, exclusion.Subject, exclusion.Entries[0]))];
    }

    private IEnumerable<Exclusion> Amendments()
    {
        foreach (var amended in journal.Applied)
        {
            var what = amended.Amendment.Kind == "entry.corrected" ? "corrected" : "retracted";
            var approver = amended.Amendment.Data.Text("approver");
            var reason = amended.Amendment.Data.Text("reason");
            var typed = Actor.IsClient(approver) && !amended.ClientStands;
            yield return new Exclusion(what, amended.Target.Subject, [amended.Target.Number, amended.Amendment.Number],
                new Bilingual($"{(what == "corrected" ? "訂正" : "取下げ")}（理由: {reason ?? "記載なし"}、承認: {approver}）{(typed ? Exclusion.NamedOnly.Ja : "")}", $"{what} (reason: {reason ?? "not stated"}, approved by {approver}){(typed ? Exclusion.NamedOnly.En : "")}"),
                Unconfirmed: !Actor.IsClient(approver) || typed, Refused: false);
        }
        foreach (var refused in journal.Refused)
        {
            yield return new Exclusion(refused.Entry.Kind == "entry.retracted" ? "retracted" : "corrected", refused.Entry.Subject, [refused.Entry.Number],
                new Bilingual($"認めません: {refused.Reason.Ja}", $"refused: {refused.Reason.En}"), Unconfirmed: true, Refused: true);
        }
    }

    private IEnumerable<Exclusion> RecordedLater()
    {
        var used = states.Where(state => state.RecordedLater).SelectMany(state => state.Entries).ToHashSet();
        if (used.Count == 0) return [];
        return journal.Facts.Where(fact => used.Contains(fact.Number) && fact.Entry.RecordedLater)
            .Select(fact => Exclusion.Of("recorded-later", fact, $"事後記録（{fact.Kind}）", $"recorded later ({fact.Kind})", unconfirmed: fact.Unconfirmed, refused: false));
    }

    private IEnumerable<Exclusion> Sources() =>
        from row in new (string Kind, string Ja, string En)[]
        {
            ("log.silence-explained", "無通信の説明", "silence explained"),
            ("source.maintenance", "送信元の保守", "source maintenance"),
            ("source.retired", "送信元の廃止", "source retired"),
            ("log.gap-repaired", "欠落の回復", "gap repaired"),
            ("log.drop-cleared", "破棄の打消し（番号の連続）", "drop cleared by the source's own numbers"),
            ("coverage.stated", "受信・分析状況の記載", "coverage stated"),
            ("archive.day-verified", "保存ログの検証", "stored day verified"),
            ("evidence.deleted", "証跡の削除", "evidence deleted"),
            ("hold.lifted", "保全の解除", "hold lifted"),
            ("takedown.scope-removed", "緊急公開停止の対象からの除外", "taken out of the scope of takedown"),
            ("service.unknown", "状態不明の記録", "service state unknown"),
            ("period.attested", "期間の証明", "period attested"),
            ("contract.adopted", "契約（版）の採用", "contract version adopted"),
        }
        from history in histories.With(row.Kind)
        from fact in history.Facts
        where fact.Kind == row.Kind && !(Machines.Contains(row.Kind) && (fact.Entry.Actor == Actor.Machine || fact.ClientNamed))
        let numbers = fact.Kind == "log.silence-explained" && fact.Entry.Actor == Actor.Machine
        select numbers
            ? Exclusion.Of("silence-explained", fact, "無通信の間も送信元の番号が連続しています（機械による確認）", "the source's own numbers go on over its silence (found by the machine)", unconfirmed: false, refused: false)
            : Exclusion.Of(row.Kind[(row.Kind.IndexOf('.') + 1)..], fact, fact.ClientNamed ? row.Ja : $"{row.Ja}（発注者の同意なし）", fact.ClientNamed ? row.En : $"{row.En} (no client stands behind it)", unconfirmed: !fact.ClientNamed, refused: false);

    // What the machine records of itself, or the client stands behind, is no exclusion.
    private static readonly string[] Machines = ["log.gap-repaired", "log.drop-cleared", "coverage.stated", "archive.day-verified", "service.unknown", "period.attested", "contract.adopted", "takedown.scope-removed", "evidence.deleted", "hold.lifted"];

    // Whoever makes a client account could confirm in the client's name, so he is named.
    private IEnumerable<Exclusion> Accounts() =>
        from kind in new[] { "account.created", "account.changed" }
        from history in histories.With(kind)
        from fact in history.Facts
        where fact.Kind == kind && fact.Data.Text("role") == Actor.Client
        select Exclusion.Of("client-account", fact, $"発注者の利用者 {fact.Data.Text("account")} を {fact.Entry.Actor} が登録・変更", $"client account {fact.Data.Text("account")} was made or changed by {fact.Entry.Actor}", unconfirmed: !Actor.IsClient(fact.Entry.Actor), refused: false);
}
