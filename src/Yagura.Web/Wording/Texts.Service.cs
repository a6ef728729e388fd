namespace Yagura.Web.Wording;

// Service levels.
public sealed partial class Texts
{
    public string ContractNone => Say("契約が読み込まれていません。設定ファイルの contracts を確認してください。", "No contract is loaded. Check contracts in the configuration file.");
    public string ContractWord => Say("契約", "Contract");
    public string Item => Say("項目", "Item");
    public string Measure => Say("確保されるべき質", "Measure");
    public string TargetValue => Say("目標値", "Target");
    public string Actual => Say("実績", "Actual");
    public string AdjustedFigure => Say("免責後", "After excuses");
    public string Occurrences => Say("発生回数", "Occurrences");
    public string OverCount => Say("超過回数", "Over");
    public string RunningCount => Say("経過中", "Running");
    public string LedToContainment => Say("遮断に至った回数", "Led to containment");
    public string Unconfirmed => Say("未確認の時刻", "Unconfirmed times");
    public string Proposal => Say("提案（契約に明記のない取決め）", "Proposals (where the contract is silent)");
    public string SubjectsTitle => Say("対象の一覧", "What it counts");
    public string SubjectsNone => Say("この期間に対象はありません（0回）。", "Nothing occurred in this period (0).");
    public string EvaluationBasis => Say("算定の根拠", "What it rests on");
    public string ReconciliationWord => Say("突合", "Reconciliation");
    public string WithinEach(string limit) => Say($"{limit}以内", $"within {limit}");
    public string LossTarget(string? ratio, int? minutes) => string.Join(Say("、", "; "), new[] { ratio is null ? null : Say($"{ratio}以下", $"at most {ratio}"), minutes is { } limit ? Say($"月{limit}分以内", $"at most {limit} min a month") : null }.OfType<string>());
    public string StorageTarget(string ratio, int months) => Say($"{months}か月以上の保存で損失 {ratio}", $"{ratio} lost within {months} months");
    public string AtLeast(string ratio) => Say($"{ratio}以上", $"at least {ratio}");
    public string Zero => Say("0件", "0");
    public string ReconciliationLine(int recorded, int counted, int drills, int preparation, int withdrawn, int merged) => Say(
        $"記録 {recorded} ＝ 計上 {counted} ＋ 訓練 {drills} ＋ 準備期間 {preparation} ＋ 取消 {withdrawn} ＋ 統合 {merged}",
        $"recorded {recorded} = counted {counted} + drills {drills} + preparation {preparation} + withdrawn {withdrawn} + merged {merged}");
    public string ExclusionsTitle => Say("訂正・除外一覧", "Corrections and exclusions");
    public string ExclusionsNone => Say("訂正も除外もありません（0件）。", "Nothing was corrected or excluded (0).");
    public string UnconfirmedMark => Say("委託者の確認なし", "not confirmed by the client");
    public string RefusedMark => Say("効力なし", "no effect");
    public string RestatementsTitle => Say("再掲（提出済みの数値からの変更）", "Restatements (what was issued and is different now)");
    public string RestatementsNone => Say("提出済みの数値に変更はありません。", "No issued figure has changed.");
    public string IssuedFigure => Say("提出時", "As issued");
    public string NowFigure => Say("現在", "Now");
    public string UnprovenTitle => Say("証明不能・分析待ちの時間", "Minutes not proven or pending");
    public string ReferenceValue => Say("参考値", "reference value");
    public string ByMonth => Say("月ごと", "By month");
    public string MonthWord => Say("月", "Month");
    public string StatedOnly => Say("業務記録の記載のまま（封緘から再計算していません）", "as stated by the journal, not recomputed");
    public string RecomputedWord => Say("封緘から再計算", "recomputed from the seals");
    public string SealsOf => Say("根拠の封緘", "Seals behind it");
    public string LossBySource => Say("送信元ごとの損失", "Loss by source");
    public string DecidedByWord => Say("超えた限度", "Limit exceeded");
    public string DecidedByOf(string limit) => limit switch { "ratio" => Say("割合", "share"), "minutes-per-month" => Say("月の分数", "minutes a month"), _ => Unknown(limit) };
    public string LostDays => Say("損失（日）", "Lost (days)");
    public string UnprovenDays => Say("未検証（日）", "Not verified (days)");
    public string DaysWord => Say("対象（日）", "Days");
    public string DueCount => Say("納期が来たもの", "Due");
    public string LateCount => Say("遅延", "Late");
    public string FaultsTitle => Say("入力の誤り", "Faults in the input");
    public string LostMinutes => Say("損失（分）", "Lost (min)");
    public string PendingMinutes => Say("分析待ち（分）", "Pending (min)");
    public string UnprovenMinutes => Say("証明不能（分）", "Cannot be proven (min)");
    public string UnstatedDays => Say("記載のない日", "Days not stated");

    /// <summary>A figure as it is printed; the counter 回 or 件 belongs to Japanese.</summary>
    public string FigureOf(string figure) => Say(figure, figure.TrimEnd('回', '件'));

    public string VerdictOf(string verdict, bool bestEffort) => verdict switch
    {
        "Met" => Say("達成", "met"),
        "Exceeded" => bestEffort ? Say("超過（努力目標）", "exceeded (best effort)") : Say("超過", "exceeded"),
        "Unproven" => Say("証明不能", "cannot be proven"),
        "None" => Say("対象なし", "nothing to measure"),
        _ => Unknown(verdict),
    };
}
