namespace Yagura.Web.Wording;

// Deliverables and printed reports.
public sealed partial class Texts
{
    public string DailyReport => Say("日次報告書", "Daily report");
    public string AsOf => Say("作成時点", "As of");
    public string JournalUpTo(long number) => Say($"業務記録 {number:N0} まで", $"journal up to entry {number:N0}");
    public string ReportSummary => Say("検出とインシデント", "Findings and incidents");
    public string FindingsOf(long count) => Say($"検出 {count:N0}件", $"{count:N0} findings");
    public string IncidentsOf(long count) => Say($"インシデント {count:N0}件", $"{count:N0} incidents");
    public string AlertsOf(long count) => Say($"検知 {count:N0}件", $"{count:N0} alerts");
    public string JudgedOf(long count) => Say($"判断済み {count:N0}件", $"{count:N0} judged");
    public string Unmapped => Say("危険度の対象外", "No severity");
    public string ReportSources => Say("ログの受信状況", "Logs received");
    public string ReportSourcesNone => Say("登録された送信元はありません。", "No source is registered.");
    public string EventsWord => Say("事象", "Events");
    public string SilencesShort => Say("沈黙", "Silent");
    public string Total => Say("合計", "Total");
    public string ReportIncidentsNone => Say("対応したインシデントはありません（0件）。", "No incident was opened or worked on (0).");
    public string ReportSandboxNone => Say("サンドボックスの検知はありません（0件）。", "No sandbox alert was received (0).");
    public string StartWord => Say("開始", "Start");
    public string StopWord => Say("停止", "Stop");
    public string ReportLoss => Say("受信の停止・損失", "Down time and loss");
    public string ReportDown => Say("サーバ停止", "Server down");
    public string ReportLost => Say("受信前の損失", "Lost before receipt");
    public string ReportDamaged => Say("保存後の損傷", "Damaged");
    public string ReportGaps => Say("通し番号の欠落", "Gaps in sources' numbers");
    public string SealedTo => Say("封緘済み", "Sealed up to");
    public string NothingSoFar => Say("封緘済みの範囲では記載なし（残りは証明不能）", "none stated in what is sealed; the rest cannot be proven");
    public string NotSealed => Say("封緘なし", "not sealed");
    public string NotSealedToEnd => Say("当日の終わりまでは封緘されていません", "not to the end of the day");
    public string ReportCheckpoint => Say("当日のチェックポイント", "Checkpoint of the day");
    public string Fingerprint => Say("チェックポイントの指紋（SHA-256）", "Fingerprint (SHA-256)");
    public string CheckpointKeep => Say("この指紋を控えておくと、後日の書換えを見つけられます。", "Keep this fingerprint: with it a later rewriting can be found.");
    public string CheckpointNoneOfDay => Say("当日のチェックポイントはまだありません。外部から当日の記録を固定するものがありません。", "There is no checkpoint of the day yet: nothing outside pins it.");
    public string DeliverablesLead => Say("日ごとの報告書です。印刷すると A4 になります。", "The reports day by day; they print on A4.");
    public string DayWord => Say("対象日", "Day");
    public string Submitted => Say("提出", "Submitted");
    public string NotSubmitted => Say("未提出", "not submitted");
    public string DayNotOver => Say("作成中（当日）", "day not over");
    public string OpenJapanese => Say("日本語で開く", "Open in Japanese");
    public string OpenEnglish => Say("英語で開く", "Open in English");

    public string DeliverableState(string state) => state switch
    {
        "ordered" => Say("発注", "ordered"),
        "submitted" => Say("提出済み", "submitted"),
        "rejected" => Say("差戻し", "rejected"),
        "accepted" => Say("受領済み", "accepted"),
        "waived" => Say("免除", "waived"),
        _ => Unknown(state),
    };
}
