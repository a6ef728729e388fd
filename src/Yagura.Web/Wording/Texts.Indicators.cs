using Yagura.Detection.Indicators;

namespace Yagura.Web.Wording;

// Indicators: lists of bad addresses, domains, URLs, hashes and mail addresses.
public sealed partial class Texts
{
    public string Indicators => Say("脅威指標（IoC）", "Indicators");
    public string IndicatorsLead => Say("受信したログと照合している IP アドレス・ネットワーク・ドメイン・URL・ハッシュ値・メールアドレスの一覧です。", "Addresses, networks, domains, URLs, hashes and mail addresses that every log is held against.");
    public string IndicatorsInForce => Say("適用中の指標", "Indicators in force");
    public string IndicatorSources => Say("提供元", "Sources");
    public string IndicatorsExpired => Say("期限切れ", "Expired");
    public string IndicatorsExpiredNote => Say("新しいログとは照合しません", "not held against new logs");
    public string IndicatorsRefused => Say("適用不可", "Refused");
    public string IndicatorsCount => Say("件数", "Indicators");
    public string IndicatorsVersion => Say("指標の版", "Version of the lists");
    public string IndicatorsMemory(long bytes) => Say($"使用メモリ {bytes / 1048576.0:N1} MB。 ", $"{bytes / 1048576.0:N1} MB of memory. ");
    public string IndicatorLook => Say("値を調べる（IP・ドメイン・URL・ハッシュ値・メールアドレス）", "Look a value up (address, domain, URL, hash, mail address)");
    public string IndicatorLookUp => Say("調べる", "Look up");
    public string IndicatorNoValue => Say("IP アドレス・ドメイン・URL・ハッシュ値・メールアドレスのいずれとも読めません。", "This is no address, domain, URL, hash or mail address.");
    public string IndicatorNowhere(int count) => Say($"適用中の {count:N0} 件のいずれにも該当しません。", $"None of the {count:N0} indicators in force covers this value.");
    public string IndicatorValue => Say("値", "Value");
    public string IndicatorKind => Say("種類", "Kind");
    public string IndicatorSource => Say("提供元", "Source");
    public string IndicatorConfidence => Say("確度", "Confidence");
    public string IndicatorExpires => Say("有効期限", "Expires");
    public string IndicatorNever => Say("期限なし", "never");
    public string IndicatorNotGiven => Say("記載なし", "not given");
    public string IndicatorChanged => Say("更新", "Changed");
    public string IndicatorPoll => Say("取得", "Fetched");
    public string IndicatorFiles(int count) => Say($"ファイル {count:N0}", count == 1 ? "1 file" : $"{count:N0} files");
    public string IndicatorPollFailed => Say("取得に失敗", "failed");
    public string IndicatorPollLast => Say("最後の成功", "last success");
    public string IndicatorPollNever => Say("未取得", "not yet");
    public string IndicatorBroken => Say("読込不可", "not readable");
    public string IndicatorsNone => Say("指標が読み込まれていません。", "No indicator is loaded.");
    public string IndicatorsHow => Say("一覧のファイル（1行1件、CSV、MISP の JSON、STIX 2.1）を置いたフォルダを設定ファイルで指定してください。TAXII 2.1 サーバからの定期取得も設定できます。", "Name a folder of lists (one value a line, CSV, MISP JSON, STIX 2.1) in the configuration file. A TAXII 2.1 server can be polled too.");
    public static string IndicatorsSample => "indicators: [indicators]\ntaxii:\n- {id: example, url: https://taxii.example/api/collections/91a7b528/}";
    public string IndicatorsHowReload => Say("フォルダの内容を変更したあとの再読込：", "After a change in the folder:");
    public string IndicatorFaults => Say("照合できない記載", "Not matched as written");
    public string IndicatorFaultsLead => Say("広すぎる値、読み取れない値、対応していない型です。ファイル名と行を示します。", "Values that are too wide or cannot be read, and types that cannot be matched, with file and line.");
    public string IndicatorFaultsMore(int count) => Say($"ほか {count:N0} 件（yagura indicators check で確認）", $"{count:N0} more (yagura indicators check)");

    public string IndicatorFault(IndicatorFaultKind kind) => kind switch
    {
        IndicatorFaultKind.Broken => Say("読込不可", "not readable"),
        IndicatorFaultKind.Refused => Say("適用不可", "refused"),
        _ => Say("注意", "warning"),
    };

    public string IndicatorKindOf(IndicatorKind kind) => IndicatorOf(IndicatorKinds.Name(kind));

    public string IndicatorOf(string kind) => kind switch
    {
        "ip" => Say("IP アドレス", "Address"),
        "cidr" => Say("ネットワーク", "Network"),
        "domain" => Say("ドメイン", "Domain"),
        "url" => "URL",
        "hash" => Say("ハッシュ値", "Hash"),
        "mail" => Say("メール", "Mail"),
        _ => Unknown(kind),
    };
}
