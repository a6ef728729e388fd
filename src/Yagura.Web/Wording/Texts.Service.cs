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
    public string ReconciliationOf(int recorded, int counted, int apart) => Say($"記録 {recorded} ＝ 計上 {counted} ＋ 計上外 {apart}", $"{recorded} recorded = {counted} counted + {apart} apart");
    public string WithinEach(string limit) => Say($"{limit}以内", $"within {limit}");
    public string LossTarget(int? minutes) => minutes is { } limit ? Say($"月{limit}分以内", $"at most {limit} min a month") : "";
    public string LostMinutes => Say("損失（分）", "Lost (min)");
    public string PendingMinutes => Say("分析待ち（分）", "Pending (min)");
    public string UnprovenMinutes => Say("証明不能（分）", "Cannot be proven (min)");
    public string UnstatedDays => Say("記載のない日", "Days not stated");

    public string VerdictOf(string verdict, bool bestEffort) => verdict switch
    {
        "Met" => Say("達成", "met"),
        "Exceeded" => bestEffort ? Say("超過（努力目標）", "exceeded (best effort)") : Say("超過", "exceeded"),
        "Unproven" => Say("証明不能", "cannot be proven"),
        "None" => Say("対象なし", "nothing to measure"),
        _ => Unknown(verdict),
    };
}
