namespace Yagura.Web.Wording;

// Search.
public sealed partial class Texts
{
    public string SearchLead => Say("受信した原文を、古い順に走査します。", "Scans the raw records as received, the oldest first.");
    public string SearchTerm => Say("探す文字列（大文字・小文字は区別しません）", "Text (case does not matter)");
    public string SearchFrom => Say("通し番号（これ以降）", "From sequence");
    public string SearchHint => Say("IPアドレス、利用者名、ファイル名などを入力してください。", "Enter an address, a user, a file name.");
    public string SearchScanned(long records) => Say($"{records:N0}件を走査", $"{records:N0} records scanned");
    public string SearchNotYet(long records) => Say($"ここまでの{records:N0}件にはありません。続けて走査できます。", $"Not in these {records:N0} records. The scan can go on.");
    public string SearchOn => Say("続きを走査", "Scan on");
}
