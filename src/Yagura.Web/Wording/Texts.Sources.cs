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

    public string SilenceExplained(string explained) => explained switch
    {
        "quiet" => Say("沈黙（出すログなし）", "quiet: nothing to send"),
        "off" => Say("沈黙（停止中）", "off"),
        "lost" => Say("ログ損失", "lost"),
        _ => Unknown(explained),
    };
}
