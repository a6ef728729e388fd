namespace Yagura.Web.Wording;

// The journal's pages.
public sealed partial class Texts
{
    public string JournalLead => Say("すべての記録です。記録は追記だけで、書き換えも削除もできません。", "Every entry. The journal is only ever added to; nothing in it is changed or removed.");
    public string JournalFrom => Say("番号（これ以前）", "No. (up to)");
    public string UnknownKind(string kind) => Say($"未知の種別（{kind}）", $"unknown kind ({kind})");
    public string Effective => Say("発生日時", "Happened");
    public string RecordedAt => Say("記録日時", "Recorded");
    public string EntryLine => Say("記録の原文とハッシュ値", "The entry's exact line and its hash");
    public string EntryLineHint => Say("ハッシュ値は、直前のハッシュ値・改行・この一行から SHA-256 で求めます。", "The hash is SHA-256 over the previous hash, a line feed and this line.");
    public string EntryPrevious => Say("直前のハッシュ値", "Previous hash");
    public string EntryHash => Say("この記録のハッシュ値", "Hash of this entry");
}
