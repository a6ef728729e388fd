using System.Globalization;
using System.Text;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>The evaluation as plain text in either language, for a terminal.</summary>
public static class EvaluationText
{
    /// <summary>Lines ended by LF.</summary>
    /// <param name="result">An evaluation.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    public static string Write(EvaluationResult result, string language)
    {
        var text = new StringBuilder();
        Head(text, result, language);
        foreach (var figure in result.Measures) Measure(text, figure, language);
        Costs(text, result.Costs, language);
        Tail(text, result, language);
        return text.ToString();
    }

    private static bool Ja(string language) => language.StartsWith("ja", StringComparison.Ordinal);

    private static string Date(DateOnly date, string language) => Ja(language) ? JapaneseDate.Print(date) : date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Head(StringBuilder text, EvaluationResult result, string language)
    {
        var (scope, journal) = (result.Scope, result.Journal);
        var provisional = result.Provisional ? new Bilingual("暫定", "provisional") : new Bilingual("確定", "final");
        var chain = journal.Chain switch
        {
            ChainState.Verified => new Bilingual("検証済み", "verified"),
            ChainState.Broken => new Bilingual("連鎖が壊れています", "the chain is broken"),
            _ => new Bilingual("未検証", "not verified"),
        };
        var pin = result.Pin ?? (Ja(language) ? "外部控えなし" : "pinned by nobody");
        var asOf = FigureJson.Time(scope.Contract.Zone.In(scope.AsOf));
        text.Append(Ja(language)
            ? $"評価 {Date(scope.From, language)}〜{Date(scope.To, language)}（{provisional.Ja}、基準時点 {asOf}）\n契約 {scope.Contract.Title.Ja} {scope.Contract.Id} 版 {scope.Contract.Version} sha256 {scope.Contract.Sha256}\n記録 {journal.Entries}件、最終番号 {journal.Number}、hash {journal.Hash ?? "なし"}（{chain.Ja}）、{pin}\n\n"
            : $"Evaluation {Date(scope.From, language)} to {Date(scope.To, language)} ({provisional.En}, as of {asOf})\nContract {scope.Contract.Title.En} {scope.Contract.Id} version {scope.Contract.Version} sha256 {scope.Contract.Sha256}\nJournal {journal.Entries} entries, last number {journal.Number}, hash {journal.Hash ?? "none"} ({chain.En}), {pin}\n\n");
    }

    private static void Measure(StringBuilder text, MeasureFigure figure, string language)
    {
        var reference = figure.Head.Reference ? Ja(language) ? "（参考値）" : " (reference value)" : "";
        text.Append(CultureInfo.InvariantCulture, $"{figure.Head.Item} {figure.Head.Title.In(language)} [{figure.Head.Id}]{reference}: {Words(figure).In(language)} — {FigureWords.Of(figure.Verdict).In(language)}");
        if (figure.Verdict != figure.VerdictAdjusted) text.Append(CultureInfo.InvariantCulture, $"（{(Ja(language) ? "免責後" : "adjusted")}: {FigureWords.Of(figure.VerdictAdjusted).In(language)}）");
        text.Append('\n');
        if (figure is ClockFigure clock)
            foreach (var state in clock.Subjects.Where(state => state.State != ClockStatus.Met || state.Drill || state.Notes.Count > 0)) Subject(text, state, language);
        if (figure is OnTimeFigure onTime)
            foreach (var item in onTime.Items.Where(item => item.Late)) text.Append(CultureInfo.InvariantCulture, $"    {item.Subject} {FigureWords.Of(item.State).In(language)}\n");
    }

    private static Bilingual Words(MeasureFigure figure) => figure switch
    {
        ClockFigure { Counts: var counts } => new Bilingual(
            $"発生回数 {counts.Occurrences}回、超過回数 {counts.Over}回（免責後 {counts.OverAdjusted}回）、経過中 {counts.Running}回{(counts.Led is { } led ? $"、遮断に至った回数 {led}回" : "")}{(counts.Reused > 0 ? $"、判断の再利用 {counts.Reused}回" : "")}、未確認の時刻 {counts.Unconfirmed}",
            $"occurrences {counts.Occurrences}, over {counts.Over} (adjusted {counts.OverAdjusted}), running {counts.Running}{(counts.Led is { } contained ? $", led to containment {contained}" : "")}{(counts.Reused > 0 ? $", reused {counts.Reused}" : "")}, unconfirmed times {counts.Unconfirmed}"),
        OnTimeFigure { Counts: var counts } => new Bilingual($"{counts.Figure}（{counts.Due}件のうち遅延 {counts.Late}件、免責後 {counts.FigureAdjusted}）", $"{counts.Figure} ({counts.Late} of {counts.Due} late, adjusted {counts.FigureAdjusted})"),
        LossFigure loss => new Bilingual(
            $"{loss.Figure}（損失 {loss.Minutes.Lost}分、未分析 {loss.Minutes.Pending}分、証明不能 {loss.Minutes.Unproven}分、記載のない日 {loss.Minutes.UnstatedDays}日{(loss.Minutes.Recomputed ? "" : "。記録のまま、再計算なし")}{Decided(loss, "。判定: ")}）",
            $"{loss.Figure} (lost {loss.Minutes.Lost} min, pending {loss.Minutes.Pending}, cannot be proven {loss.Minutes.Unproven}, days without a statement {loss.Minutes.UnstatedDays}{(loss.Minutes.Recomputed ? "" : "; as stated, not recomputed")}{Decided(loss, "; decided by ")})"),
        StorageFigure storage => new Bilingual($"{storage.Figure}（{storage.Days}日のうち損失 {storage.Lost.Count}日、証明不能 {storage.Unproven}日{(storage.Recomputed ? "" : "。記録のまま、再計算なし")}）", $"{storage.Figure} ({storage.Lost.Count} of {storage.Days} days lost, {storage.Unproven} cannot be proven{(storage.Recomputed ? "" : "; as stated, not recomputed")})"),
        AvailabilityFigure { Times: var times } => new Bilingual($"{figure.Figure}（停止 {times.Down}秒、計画停止 {times.PlannedOutage}秒、不明 {times.Unknown}秒）", $"{figure.Figure} (down {times.Down} s, planned outage {times.PlannedOutage} s, unknown {times.Unknown} s)"),
        ZeroFigure zero => new Bilingual($"{zero.Figure}（重大 {zero.Grave}件、未判定 {zero.Ungraded}件、証明のない月 {zero.UnattestedMonths.Count}）", $"grave {zero.Grave}, not graded {zero.Ungraded}, months without attestation {zero.UnattestedMonths.Count}"),
        _ => new Bilingual(figure.Figure, figure.Figure),
    };

    private static string Decided(LossFigure loss, string word) => loss.DecidedBy.Count == 0 ? "" : word + string.Join(", ", loss.DecidedBy);

    private static void Subject(StringBuilder text, ClockState state, string language)
    {
        var elapsed = state.Elapsed is { } span ? Durations.Print(span.Span).In(language) : "-";
        var marks = string.Concat(state.Excused ? Ja(language) ? " 免責" : " excused" : "", state.Drill ? Ja(language) ? " 運用訓練" : " drill" : "", state.RecordedLater ? Ja(language) ? " 事後記録" : " recorded later" : "");
        text.Append(CultureInfo.InvariantCulture, $"    {state.Subject}{(state.Target is null ? "" : " " + state.Target)} {FigureWords.Of(state.State).In(language)} {elapsed}{marks} [{string.Join(",", state.Entries)}]");
        foreach (var note in state.Notes) text.Append(CultureInfo.InvariantCulture, $" {note.In(language)}");
        text.Append('\n');
    }

    private static void Costs(StringBuilder text, CostFigure? costs, string language)
    {
        if (costs is null) return;
        text.Append(Ja(language)
            ? $"\n実施経費（{(costs.Costs.TaxIncluded ? "税込" : "税抜")}）: 前 年{costs.Before.Yearly}円、後 年{costs.After.Yearly}円（{costs.After.Net}円／{costs.After.Years}年）、削減 {costs.Saved}円（{costs.Percent}）\n"
            : $"\nCost (tax {(costs.Costs.TaxIncluded ? "included" : "excluded")}): before {costs.Before.Yearly} yen a year, now {costs.After.Yearly} ({costs.After.Net} over {costs.After.Years} years), saved {costs.Saved} ({costs.Percent})\n");
    }

    private static void Tail(StringBuilder text, EvaluationResult result, string language)
    {
        var (counts, remarks) = (result.Reconciliation, result.Remarks);
        text.Append(Ja(language)
            ? $"\n照合: 記録 {counts.Recorded} = 計上 {counts.Counted} + 訓練 {counts.Drills} + 準備期間 {counts.Preparation} + 取消 {counts.Withdrawn} + 統合 {counts.Merged}（ほかに 判定変更 {counts.Superseded}、算定不能 {counts.NotComputable}）\n訂正・除外一覧: {remarks.Exclusions.Count}件\n"
            : $"\nReconciliation: recorded {counts.Recorded} = counted {counts.Counted} + drills {counts.Drills} + preparation {counts.Preparation} + withdrawn {counts.Withdrawn} + merged {counts.Merged} (beside it: superseded {counts.Superseded}, not computable {counts.NotComputable})\nCorrections and exclusions: {remarks.Exclusions.Count}\n");
        foreach (var exclusion in remarks.Exclusions)
            text.Append(CultureInfo.InvariantCulture, $"    {exclusion.Subject} {exclusion.Text.In(language)}{(exclusion.Unconfirmed ? Ja(language) ? "（未確認）" : " (unconfirmed)" : "")} [{string.Join(",", exclusion.Entries)}]\n");
        if (remarks.UnknownKinds.Count > 0) text.Append(CultureInfo.InvariantCulture, $"{(Ja(language) ? "未知の種別（計上しません）" : "Unknown kinds (counted nowhere)")}: {string.Join(", ", remarks.UnknownKinds)}\n");
        foreach (var restated in remarks.Restatements)
            text.Append(CultureInfo.InvariantCulture, $"{(Ja(language) ? "再掲" : "Restated")}: {restated.Period} {restated.Measure} {restated.Issued} → {restated.Now} [{restated.Entry}]\n");
        foreach (var fault in remarks.Faults) text.Append(CultureInfo.InvariantCulture, $"{fault.Print(language)}\n");
    }
}

/// <summary>The words for states and verdicts, the same on pages and in reports.</summary>
public static class FigureWords
{
    /// <summary>達成, 超過, 証明不能, 対象なし.</summary>
    /// <param name="verdict">A verdict.</param>
    public static Bilingual Of(Verdict verdict) => verdict switch
    {
        Verdict.Met => new("達成", "met"),
        Verdict.Exceeded => new("超過", "exceeded"),
        Verdict.Unproven => new("証明不能", "cannot be proven"),
        _ => new("対象なし", "nothing to measure"),
    };

    /// <summary>A clock's state in words.</summary>
    /// <param name="state">A state.</param>
    public static Bilingual Of(ClockStatus state) => state switch
    {
        ClockStatus.NotStarted => new("未開始", "not started"),
        ClockStatus.Running => new("経過中", "running"),
        ClockStatus.Overdue => new("超過中", "overdue"),
        ClockStatus.Met => new("達成", "met"),
        ClockStatus.Late => new("超過", "late"),
        ClockStatus.Superseded => new("判定変更", "superseded"),
        ClockStatus.Withdrawn => new("取消", "withdrawn"),
        _ => new("算定不能", "not computable"),
    };
}
