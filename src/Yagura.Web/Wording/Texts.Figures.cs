namespace Yagura.Web.Wording;

// Severity, clocks, the journal and its data: the words of the domain.
public sealed partial class Texts
{
    public string Separator => Say("、", ", ");
    public string Pages => Say("ページ", "Pages");
    public string SortBy(string column) => Say($"{column}で並べ替え", $"Sort by {column}");
    public string Severity => Say("危険度", "Severity");
    public string SeverityOf(int severity) => Say($"危険度{severity}", $"Severity {severity}");
    public string SeverityNone => Say("危険度 未判定", "Severity not set");
    public string Provisional => Say("暫定", "provisional");
    public string Drill => Say("運用訓練", "drill");
    public string Excused => Say("免責", "excused");
    public string Deadline => Say("期限", "Deadline");
    public string TimeLeft => Say("残り", "left");
    public string TimePast => Say("＋", "by");
    public string Limit => Say("制限時間", "Limit");
    public string Elapsed => Say("経過", "Elapsed");
    public string ElapsedOf(string elapsed, string limit) => Say($"所要 {elapsed}（制限 {limit}）", $"{elapsed} of {limit}");
    public string LimitOf(string limit) => Say($"制限 {limit}", $"limit {limit}");
    public string StoppedAt(string at) => Say($"{at} 停止", $"stopped {at}");

    public string ClockState(string state) => state switch
    {
        "not-started" => Say("未開始", "not started"),
        "running" => Say("経過中", "running"),
        "overdue" => Say("期限超過", "overdue"),
        "met" => Say("期限内", "met"),
        "late" => Say("超過", "late"),
        "superseded" => Say("対象外（危険度変更）", "superseded"),
        "withdrawn" => Say("取消", "withdrawn"),
        "not-computable" => Say("計算不能", "not computable"),
        _ => Unknown(state),
    };

    public string Machine => Say("システム", "machine");

    public string PartyName(string party) => party switch
    {
        "client" => Say("委託者", "client"),
        "contractor" => Say("受託者", "contractor"),
        "auditor" => Say("監査", "auditor"),
        _ => party,
    };

    public string EntryNumber(long number) => Say($"記録 {number:N0}", $"entry {number:N0}");
    public string RecordedLater => Say("事後記録", "recorded later");

    /// <summary>What a key of an entry's data means; a key of another writer is shown as it is.</summary>
    public string DataKey(string key) => key switch
    {
        "title" => Say("件名", "title"),
        "title_ja" => Say("件名（日本語）", "title in Japanese"),
        "finding" => Say("検出", "finding"),
        "received" => Say("受信時刻", "received"),
        "rule" => Say("検知ルール", "rule"),
        "entity" => Say("対象", "about"),
        "severity" => Severity,
        "provisional" => Say("暫定", "provisional"),
        "reason" => Reason,
        "agreed_by" => Say("同意者", "agreed by"),
        "approver" => Say("承認者", "approver"),
        "by" => Say("判断者・申告者", "by"),
        "channel" => Say("手段", "channel"),
        "to" => Say("相手", "to"),
        "result" => Say("結果", "result"),
        "target" => Say("遮断対象", "target"),
        "targets" => Say("遮断対象", "targets"),
        "action" => Say("措置", "action"),
        "outcome" => Say("結果", "outcome"),
        "impact" => Say("被害等の影響", "impact"),
        "into" => Say("統合先", "merged into"),
        "verdict" => Say("判断", "verdict"),
        "alert" => Say("警報番号", "alert"),
        "source" => Say("送信元", "source"),
        "hash" => Say("ハッシュ値", "hash"),
        "seq" => Say("通し番号", "sequence"),
        "from" => Say("開始", "from"),
        "as" => Say("扱い", "as"),
        "drill" => Drill,
        "version" => Say("版", "version"),
        "receipt" => Say("受領", "receipt"),
        "entry" => Say("対象の記録", "entry"),
        "set" => Say("訂正内容", "set to"),
        "account" => Say("利用者", "account"),
        "role" => Role,
        "file" => Say("ファイル", "file"),
        "what" => What,
        _ => key,
    };

    /// <summary>A value of an entry's data as people read it; what is not one of our words is shown as it is.</summary>
    public string DataValue(string key, string value) => (key, value) switch
    {
        ("channel", _) => ChannelName(value),
        ("verdict", _) => VerdictName(value),
        (_, "true") => Say("はい", "yes"),
        (_, "false") => Say("いいえ", "no"),
        _ => value,
    };

    public string ChannelName(string channel) => channel switch
    {
        "phone-answered" => Say("電話（応答あり）", "phone, answered"),
        "phone" => Say("電話", "phone"),
        "phone-unanswered" => Say("電話（応答なし）", "phone, not answered"),
        "mail" => Say("電子メール", "mail"),
        "in-person" => Say("対面", "in person"),
        _ => channel,
    };

    public string VerdictName(string verdict) => verdict switch
    {
        "malicious" => Say("マルウェアと判断", "malicious"),
        "harmless" => Say("無害と判断", "harmless"),
        "true-positive" => Say("攻撃を確認", "true positive"),
        "false-positive" => Say("誤検知", "false positive"),
        "benign" => Say("正当な操作", "benign"),
        "suspicious" => Say("疑わしい", "suspicious"),
        _ => verdict,
    };
}
