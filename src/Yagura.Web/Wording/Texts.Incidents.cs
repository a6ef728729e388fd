using Yagura.Operations.Incidents;

namespace Yagura.Web.Wording;

// Incidents and the acts on them.
public sealed partial class Texts
{
    public string IncidentsLead => Say("時計が動いているものは、期限までに必要な記録をしてください。", "Where a clock runs, record the act it waits for before its deadline.");
    public string IncidentsNoneOpen => Say("対応中のインシデントはありません。", "No incident is open.");
    public string IncidentText => Say("件名・対象", "Title or subject");
    public string IncidentTitle => Say("件名", "Title");
    public string IncidentEntity => Say("対象", "About");
    public string DetectedAt => Say("検知", "Detected");
    public string ReportedAt => Say("申告受付", "Reported");
    public string ContactedAt => Say("連絡", "Client contacted");
    public string Clocks => Say("時計", "Clocks");
    public string ClocksNone => Say("このインシデントで動く時計はありません。", "No contract clock applies to this incident.");
    public string IncidentFacts => Say("概要", "Facts");
    public string Assignee => Say("担当", "Assigned to");
    public string Nobody => Say("未定", "nobody");
    public string FindingsCount => Say("検出", "Findings");
    public string Outcome => Say("結果", "Outcome");
    public string Impact => Say("被害等の影響", "Impact");
    public string MergedInto => Say("統合先", "Merged into");
    public string Containment => Say("通信遮断", "Containment");
    public string Target => Say("遮断対象", "Target");
    public string TargetNew => Say("遮断対象（IPアドレス・端末名など）", "Target (address, host, account)");
    public string TargetsNone => Say("遮断対象はまだ決まっていません。", "No target has been decided yet.");
    public string TimelineTitle => Say("経過", "Timeline");
    public string FindingsTitle => Say("検出と証跡", "Findings and evidence");
    public string FindingsNone => Say("検出に基づかないインシデントです。", "This incident rests on no finding.");
    public string FindingsShown(int shown, long total) => Say($"{total:N0}件中 {shown:N0}件を表示", $"{shown:N0} of {total:N0} shown");
    public string RawMissing => Say("証跡を読み出せませんでした。「ログ保管」で状態を確認してください。", "The evidence could not be read; see its state under Archive.");
    public string Sequence(long sequence) => Say($"通し番号 {sequence:N0}", $"sequence {sequence:N0}");

    public string Level(string level) => level switch
    {
        "critical" => Say("重大", "critical"),
        "high" => Say("高", "high"),
        "medium" => Say("中", "medium"),
        "low" => Say("低", "low"),
        "informational" => Say("情報", "informational"),
        _ => Unknown(level),
    };

    public string IncidentState(string state) => state switch
    {
        "open" => Say("対応中", "open"),
        "closed" => Say("終結", "closed"),
        "withdrawn" => Say("取消", "withdrawn"),
        "merged" => Say("統合", "merged"),
        _ => Unknown(state),
    };

    public string TargetState(string state) => state switch
    {
        "open" => Say("遮断待ち", "to be contained"),
        "completed" => Say("遮断済み", "contained"),
        "failed" => Say("遮断失敗", "failed"),
        "declined" => Say("遮断不要", "declined"),
        "released" => Say("遮断解除", "released"),
        _ => Unknown(state),
    };

    public string Record => Say("記録する", "Record");
    public string Recorded(string what) => Say($"「{what}」を記録しました。", $"Recorded: {what}.");
    public string ReportTake => Say("申告を受け付ける", "Take a client report");
    public string ReportSubmit => Say("受け付ける", "Take it");
    public string ReportHint => Say("受け付けた時刻から初動対応の時計が動きます。", "The clock of the initial response runs from the time the report was received.");
    public string ReportedBy => Say("申告者", "Reported by");
    public string Channel => Say("連絡手段", "Channel");
    public string ReceivedAtLabel => Say("受付時刻", "Received at");
    public string DrillMark => Say("運用訓練として扱う（件数に含めません）", "This is a drill (counts in no figure)");
    public string HappenedAt => Say("実施時刻", "Happened at");
    public string AtHint(string zone) => Say($"空欄なら今の時刻（{zone}）。15分より前は「事後記録」と表示します。", $"Empty means now ({zone}). More than 15 minutes back is marked recorded later.");
    public string AtWrong => Say("時刻は「2026-11-22T12:34:56」の形で入力してください。", "Write the time as 2026-11-22T12:34:56.");
    public string SeveritySet => Say("危険度を判定", "Set severity");
    public string SeverityMissing => Say("危険度は1、2、3のいずれかです。", "The severity is 1, 2 or 3.");
    public string SeveritySame => Say("今の危険度と同じです。暫定であれば、この判定で確定します。", "The same as now. If it is provisional, this makes it final.");
    public string SeverityStarts(string measure, string deadline) => Say($"{measure}: 時計が動きます（期限 {deadline}）", $"{measure}: a clock runs (deadline {deadline})");
    public string SeverityLate(string measure, string by) => Say($"{measure}: 保存した時点で期限を{by}過ぎています", $"{measure}: already {by} past its deadline when saved");
    public string SeverityEnds(string measure) => Say($"{measure}: 対象外になります", $"{measure}: no longer applies");
    public string SeverityKeeps(string measure) => Say($"{measure}: 超過は件数に残ります", $"{measure}: the over stays in the count");
    public string SeverityNoChange => Say("時計は変わりません。", "No clock changes.");
    public string AgreedBy => Say("同意した担当者（委託者）の利用者名", "Client officer who agreed (user name)");
    public string AgreedByHint => Say("時計が経過中又は超過のときに危険度を下げる場合などに必要です。", "Needed, for example, to lower the severity while a clock runs or is over.");
    public string AgreedByYou => Say("あなた（委託者の担当者）の同意として記録します。", "Recorded with your agreement as the client's officer.");
    public string ContactRecord => Say(ActNames.Contact);
    public string ContactWho => Say("連絡した相手", "Who was reached");
    public string ContactResult => Say("連絡の内容・結果", "What was said");
    public string AttemptRecord => Say("連絡の試みを記録", "Record an attempt");
    public string AttemptHint => Say("応答がなかった連絡です。時計は止まりません。", "A contact that was not answered. It stops no clock.");
    public string DecideIt => Say(ActNames.Decide);
    public string DecideHint => Say("危険度2では、ここから遮断完了までの時計が動きます。", "For severity 2 the clock until completion runs from here.");
    public string DecidedBy => Say("判断した人", "Decided by");
    public string CompleteIt => Say(ActNames.Complete);
    public string ActionDone => Say("行った措置", "What was done");
    public string ActionExample => Say("例: ファイアウォールで通信を拒否", "for example: blocked at the firewall");
    public string FailIt => Say("遮断の失敗を記録", "Record a failure");
    public string ReleaseIt => Say("遮断を解除", "Release");
    public string DeclineIt => Say(ActNames.Decline);
    public string DeclineHint => Say("対象を空欄にすると、インシデント全体について遮断不要とします。", "With no target named, containment is declined for the whole incident.");
    public string AssignTo => Say("担当を決める", "Assign");
    public string CloseIt => Say("終結する", "Close");
    public string CloseHint => Say("時計が動いている間は終結できません。終結しても時計は止まりません。", "Refused while a clock runs; closing never stops a clock.");
    public string WithdrawIt => Say("取り消す", "Withdraw");
    public string WithdrawHint => Say("インシデントではなかった場合です。記録は残ります。", "For what was no incident after all. The record stays.");
    public string ReopenIt => Say("再開する", "Reopen");
}
