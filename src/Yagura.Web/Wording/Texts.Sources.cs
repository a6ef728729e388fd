namespace Yagura.Web.Wording;

// The senders of logs.
public sealed partial class Texts
{
    public string Source => Say("送信元", "Source");
    public string SourcesLead => Say("ログを送っている機器・サーバです。黙っているものを先に表示します。", "The devices and servers that send logs; the silent ones stand first.");
    public string SourcesNone => Say("まだどこからもログを受信していません。設定ファイルの sources を確認してください。", "Nothing has sent a log yet. Check sources in the configuration file.");
    public string LastSeen => Say("最終受信", "Last seen");
    public string FirstSeen => Say("初回受信", "First seen");
    public string RegisteredAt => Say("登録", "Registered");
    public string EventsToday => Say("今日の件数", "Events today");
    public string EventsAll => Say("事象の累計", "Events in all");
    public string Records => Say("レコードの累計", "Records in all");
    public string Last24Hours => Say("直近24時間（1時間ごと）", "Last 24 hours, by hour");
    public string SparkLabel(long events) => Say($"直近24時間の件数 {events:N0}件", $"{events:N0} events in the last 24 hours");
    public string Unparsed => Say("解釈できず", "Unparsed");
    public string PartlyParsed => Say("一部のみ", "in part");
    public string Cadence => Say("沈黙とみなす時間", "Silent after");
    public string CadenceLearned => Say("実績から学習", "learned");
    public string CountsForContract => Say("契約の集計対象", "counts");
    public string CountsHint => Say("受信損失の集計に含まれます。", "Part of the contract's coverage.");
    public string NothingYet => Say("まだ受信していません", "nothing received yet");
    public string SourceRelay => Say("中継", "relay");
    public string RelayedLast => Say("最終中継", "Last relayed");
    public string NothingRelayed => Say("まだ中継していません", "nothing relayed yet");
    public string SourceReceiving => Say("受信中", "receiving");
    public string SourceRetired => Say("廃止", "retired");
    public string SourceUnregistered => Say("未登録", "unregistered");
    public string SilentFor(string span) => Say($"{span}沈黙", $"silent for {span}");
    public string StillSilent => Say("沈黙が続いています", "still silent");
    public string Silences => Say("沈黙した時間帯", "Silences");
    public string SilencesNone => Say("沈黙の記録はありません。", "No silence is recorded.");
    public string From => Say("開始", "From");
    public string To => Say("終了", "To");
    public string Duration => Say("長さ", "Duration");
    public string ExplainedAs => Say("扱い", "Explained as");
    public string CannotBeProven => Say("証明不能", "cannot be proven");
    public string JournalOfSubject => Say("この対象の業務記録", "Journal of this subject");
    public string Yes => Say("はい", "yes");
    public string No => Say("いいえ", "no");

    public string Listeners => Say("受信口", "Listeners");
    public string Listener => Say("受信口", "Listener");
    public string Canary => Say("自己点検（受信）", "Canary received");
    public string CanarySealed => Say("自己点検（封緘）", "Canary sealed");
    public string CanaryMissing => Say("自己点検レコードが届いていません", "the canary is missing");
    public string CanaryNotYet => Say("確認待ち", "not yet");
    public string CanaryNote => Say("各受信口へ1分ごとに自己点検レコードを送り、事象となり封緘されたことを確かめています。集計には含めません。件数は起動後のものです。", "A synthetic record a minute goes through each listener and must become an event and be sealed; no figure counts it. Counts are since the start.");
    public string UdpNote => Say("UDP では、1つの受信口を共有する送信元を互いに保護できません。送信量の多い機器には、設定ファイルの listen.more で専用のポートを割り当ててください。", "On one UDP socket senders cannot be protected from each other. Give a loud one a port of its own: listen.more in the configuration file.");
    public string ListenerStored => Say("保存", "Stored");
    public string ListenerRejected => Say("拒否", "Rejected");
    public string NotAllowed => Say("許可なし", "Not allowed");
    public string KernelDropped => Say("カーネルで破棄", "Kernel drops");
    public string UdpBuffer => Say("受信バッファ", "UDP buffer");
    public static string Kilobytes(int bytes) => $"{bytes >> 10:N0} KB";

    public string TodayMonth => Say("今日 / 今月", "today / month");
    public string Dropped => Say("破棄（件）今月", "Dropped, month");
    public string NotCounted => Say("集計対象外", "not counted");
    public string NotCountedLong => Say("契約の集計対象ではないため、損失は数えません。", "The contract does not count this source; no loss is computed.");
    public static string TodayAndMonth(long today, long month) => $"{today:N0} / {month:N0}";
    public string LossOfMonth => Say("今月の受信損失（契約の指標）", "Receive loss this month (contract)");
    public string OfLimit(long minutes, int? limit) => limit is { } most ? Say($"{minutes:N0} / {most}分", $"{minutes:N0} of {most} min") : Say($"{minutes:N0}分", $"{minutes:N0} min");
    public string UnionNote => Say("集計対象の送信元の和集合。割合は今月全体に対するもの", "union over the counting sources; the share is of the whole month");
    public string LossRatio => Say("損失の割合", "Share of time");
    public string UnsealedNote(long minutes) => Say($"ほかに封緘待ち {minutes:N0}分", $"{minutes:N0} min not sealed yet");
    public string WithinSoFar => Say("限度内（今月は経過中）", "within the limits so far");
    public string PendingWord => Say("分析待ちあり", "analysis pending");
    public string LossNotMeasured => Say("この契約は受信損失を測定しません。", "The contract does not measure receive loss.");
    public string LossReasons => Say("損失・証明不能の理由", "Why");
    public string LossReasonsNone => Say("この期間に、損失も証明できない時間もありません。", "Nothing was lost, and nothing cannot be proven.");
    public string EverySource => Say("すべての送信元", "every source");
    public string DayOf(string date) => Say($"{date}の受信状況", $"Coverage of {date}");
    public string DayBefore => Say("前日", "Day before");
    public string DayAfter => Say("翌日", "Day after");
    public string MinutesOf(int minutes) => Say($"{minutes:N0}分", $"{minutes:N0} min");
    public string CountUnknown => Say("件数不明", "count unknown");

    public string LossKindName(string kind) => kind switch
    {
        "Down" => Say("サーバ停止", "server down"),
        "Damaged" => Say("保存後の損傷", "damaged"),
        "Dropped" => Say("受信前の破棄", "dropped"),
        "Gap" => Say("通し番号の欠落", "gap in numbers"),
        "Silent" => Say("沈黙", "silent"),
        "Blind" => Say("検知ルールの未照合", "rule was blind"),
        _ => Unknown(kind),
    };

    /// <summary>Why input was lost; a reason of another version is shown as it stands in the seal.</summary>
    public string LossReason(string reason) => reason switch
    {
        "stopped" => Say("正常に停止", "stopped in good order"),
        "crashed" => Say("異常終了", "crashed"),
        "kernel-drop" => Say("カーネルの受信バッファあふれ", "dropped by the kernel"),
        "door-full" => Say("受信口の空きなし", "the door was full"),
        "spool-refused" => Say("スプールへの書込み不可", "the spool refused"),
        "connections-full" => Say("接続数の上限", "too many connections"),
        "rate-exceeded" => Say("流量の上限超過", "over the byte rate"),
        "not-allowed" => Say("許可されていない送信元", "peer not allowed"),
        "empty" => Say("空のレコード", "empty record"),
        "half-frame" => Say("途中で切れたフレーム", "half a frame"),
        "relp-command" => Say("RELP のコマンド誤り", "wrong RELP command"),
        "relp-open" => Say("RELP の接続手順誤り", "wrong RELP open"),
        "gate-closed" => Say("受付終了", "the gate was closed"),
        _ => Guard.OutsideText.Show(reason),
    };

    public string BarStateName(string state) => state switch
    {
        "Down" => Say("サーバ停止", "server down"),
        "Lost" => Say("損失", "lost"),
        "Pending" => Say("分析待ち", "analysis pending"),
        "Unproven" => CannotBeProven,
        "Maintenance" => Say("合意済みの保守", "agreed maintenance"),
        "Unsealed" => Say("封緘待ち", "not sealed yet"),
        "Received" => Say("受信", "received"),
        "Quiet" => Say("受信なし（欠落なし）", "nothing came, nothing missing"),
        _ => Unknown(state),
    };

    public string SilenceExplained(string explained) => explained switch
    {
        "quiet" => Say("沈黙（出すログなし）", "quiet: nothing to send"),
        "off" => Say("沈黙（停止中）", "off"),
        "lost" => Say("ログ損失", "lost"),
        _ => Unknown(explained),
    };
}
