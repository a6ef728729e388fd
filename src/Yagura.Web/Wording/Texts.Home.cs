namespace Yagura.Web.Wording;

// The overview.
public sealed partial class Texts
{
    public string RunningClocks => Say("動いている時計", "Running clocks");
    public string RunningClocksNone => Say("動いている時計はありません。", "No clock is running.");
    public string OpenIncidents => Say("対応中のインシデント", "Open incidents");
    public string WaitingJudgements => Say("判断待ちのサンドボックス検知", "Alerts waiting for a judgement");
    public string SilentSources => Say("沈黙している送信元", "Silent sources");
    public string SilentNone => Say("すべての送信元から受信しています。", "Every source is sending.");
    public string Today => Say("今日", "Today");
    public string IncidentsOpened => Say("起票したインシデント", "Incidents opened");
    public string EventsByHour => Say("直近24時間の事象数（1時間ごと）", "Events of the last 24 hours, by hour");
    public string OtherSources => Say("その他", "others");
    public string AsTable => Say("表で見る", "As a table");
}
