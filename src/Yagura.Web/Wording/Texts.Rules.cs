namespace Yagura.Web.Wording;

// The rules of detection.
public sealed partial class Texts
{
    public string Rules => Say("検知規則", "Rules");
    public string RulesLead => Say("受信したログに適用している検知規則です。一致した件数、最後の一致、処理時間を規則ごとに表示します。", "The rules that every log is held against, with what each matched, when it last did and what it costs.");
    public string RulesNone => Say("検知規則が読み込まれていません。設定ファイルの rules を確認してください。", "No rule is loaded. Check rules in the configuration file.");
    public string RulesInForce => Say("適用中の規則", "Rules in force");
    public string RulesTactics => Say("対象とする戦術", "Tactics covered");
    public string RulesTacticsNote(int of) => Say($"ATT&CK の {of} 戦術のうち", $"of ATT&CK's {of}");
    public string RulesSuppressions => Say("通知の抑制", "Suppressions");
    public string RulesRefused => Say("適用できない規則", "Refused rules");
    public string RulesVersion => Say("規則の版", "Version of the rule set");
    public string RulesPicture => Say("MITRE ATT&CK の対象範囲", "MITRE ATT&CK coverage");
    public string RulesPictureLead => Say("数字は規則の数、斜線の後は一致した件数です。戦術と手法の対応は規則のタグによります。規則があることは検知できることの証明ではありません。", "The number of rules, and after the slash what they matched; which technique stands under which tactic follows the rules' tags. That there is a rule proves no detection.");
    public string RulesCount(int count) => Say($"規則 {count:N0}", count == 1 ? "1 rule" : $"{count:N0} rules");
    public string RulesTechnique(int rules, long matches) => Say($"規則 {rules:N0}、一致 {matches:N0}件", $"{rules:N0} rules, {matches:N0} matches");
    public string RulesFilter => Say("名称・ID・作成者・タグ", "Title, id, author, tag");
    public string RulesOrder => Say("並び順", "Order");
    public string RuleTitle => Say("規則", "Rule");
    public string RuleLevel => Say("重要度", "Level");
    public string RuleLogSource => Say("対象ログ", "Log source");
    public string RuleMatches => Say("一致", "Matches");
    public string RuleLast => Say("最後の一致", "Last match");
    public string RuleNever => Say("一致なし", "no match yet");
    public string RuleCost => Say("1件あたり処理時間", "Time per event");
    public string RuleCountedHint => Say("上限を超えたため、または抑制により、件数のみ記録したもの", "counted only: beyond the limits, or suppressed");
    public string RuleAuthor => Say("作成者・利用条件", "Author, licence");
    public string RuleWriter => Say("作成者", "Author");
    public string RuleLicence => Say("利用条件", "Licence");
    public string RuleTechnique => Say("手法", "Technique");
    public string RuleFile => Say("ファイル", "File");
    public string RuleId => Say("規則ID", "Id");
    public string RuleTags => Say("タグ", "Tags");
    public string RuleNote => Say("分析担当者への注記", "Note for the analyst");
    public string WrittenIn(string? japanese, string? english) => Say(japanese ?? english ?? "", english ?? japanese ?? "");
    public string RuleFindings => Say("最近の一致", "Newest matches");
    public string SuppressionOwner => Say("責任者", "Owner");
    public string SuppressionExpires => Say("期限", "Expires");

    public string Tactic(string id) => id switch
    {
        "reconnaissance" => Say("偵察", "Reconnaissance"),
        "resource-development" => Say("リソース開発", "Resource Development"),
        "initial-access" => Say("初期アクセス", "Initial Access"),
        "execution" => Say("実行", "Execution"),
        "persistence" => Say("永続化", "Persistence"),
        "privilege-escalation" => Say("権限昇格", "Privilege Escalation"),
        "defense-evasion" => Say("防御回避", "Defense Evasion"),
        "credential-access" => Say("認証情報アクセス", "Credential Access"),
        "discovery" => Say("探索", "Discovery"),
        "lateral-movement" => Say("水平展開", "Lateral Movement"),
        "collection" => Say("収集", "Collection"),
        "command-and-control" => Say("遠隔操作", "Command and Control"),
        "exfiltration" => Say("持ち出し", "Exfiltration"),
        "impact" => Say("影響", "Impact"),
        _ => Unknown(id),
    };
}
