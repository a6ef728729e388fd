namespace Yagura.Web.Wording;

// Lines that no decoder could read.
public sealed partial class Texts
{
    public string UnparsedLines => Say("解釈できない行", "Unparsed lines");
    public string UnparsedLead => Say("どの解釈定義にも当てはまらない行を、形の同じものごとに新しい順で表示します。原文は保管され、検索できます。", "Lines that no decoder understands, by shape, the newest first. Their raw text is kept and can be searched.");
    public string UnparsedNone => Say("解釈できない行はありません。", "Every line was understood.");
    public string UnparsedAllSources => Say("すべての送信元を表示", "Show all sources");
    public string UnparsedShapes(int count) => Say($"{count:N0}種類の形", count == 1 ? "1 shape" : $"{count:N0} shapes");
    public string UnparsedShapesOf(int shown, int all) => Say($"新しい{shown:N0}種類の形（全{all:N0}種類。送信元を選ぶと絞り込めます）", $"The newest {shown:N0} of {all:N0} shapes; choose a source to see its own");
    public string UnparsedTimes(long count) => Say($"{count:N0}件", count == 1 ? "1 line" : $"{count:N0} lines");
    public string UnparsedMake => Say("選んだ行から解釈定義を作成", "Make a decoder from these");
    public string UnparsedChoose => Say("解釈定義の元にする行を一つ以上選んでください。", "Choose at least one shape to make a decoder from.");
    public string UnparsedForm => Say("形式のみ", "form only");
    public string UnparsedFormHint => Say("項目には分けられましたが、項目の意味が分かりません。", "Its parts are known, but not what they mean.");
    public string UnparsedOthers => Say("送信元ごとに区別できる形の数を超えた行です。", "Lines beyond the number of shapes that are told apart for a source.");
    public string UnparsedGone => Say("原文は保存期間を過ぎたか、現在は読めません。", "The raw text is past its retention or cannot be read now.");
    public string DraftTitle => Say("解釈定義の下書き", "Decoder draft");
    public string DraftLead => Say("この定義は読み込みでき、下の例を分解できます。各部分の意味を fields に書き加え、自組織の decoders フォルダに置いてください。", "This file loads and takes its samples apart. Say under fields what the parts mean, and put it into your own decoders folder.");
    public string DraftId => Say("識別名（製造者/製品）", "Id (vendor/product)");
    public string DraftIdHint => Say("英小文字・数字・ハイフン・下線。ファイルの場所と同じ名前にします。", "Lower-case letters, digits, hyphens and underscores; the same as the file's place.");
    public string DraftAgain => Say("作り直す", "Write again");
    public string DraftDownload => Say("ファイルとして保存", "Download the file");
    public string DraftLeftOut(int count) => Say($"{count:N0}種類の形はプログラムまたは形式が異なるため、別の定義にしてください。", count == 1 ? "1 shape is of another program or form and needs a decoder of its own." : $"{count:N0} shapes are of another program or form and need decoders of their own.");
}
