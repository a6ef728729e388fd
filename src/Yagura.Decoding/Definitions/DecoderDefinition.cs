using Yagura.Decoding.Forms;
using Yagura.Decoding.Schema;
using Yagura.Decoding.Times;

namespace Yagura.Decoding.Definitions;

/// <summary>What a decoder file says, read and checked.</summary>
internal sealed record DecoderDefinition
{
    /// <summary><c>vendor/product</c>, as the file's path.</summary>
    public required string Id { get; init; }

    public required string File { get; init; }

    public required string Title { get; init; }

    /// <summary>Smaller is tried earlier.</summary>
    public required int Rank { get; init; }

    /// <summary>Whether it only knows the form, not the meaning: its events are <c>partial</c>.</summary>
    public required bool FormOnly { get; init; }

    public required IReadOnlyList<Recognition> Recognise { get; init; }

    /// <summary>How the decoder recognises lines that this one is like: a hint may name either.</summary>
    public IReadOnlyList<Recognition> Alike { get; init; } = [];

    public required IReadOnlyList<StepDefinition> Steps { get; init; }

    public required IReadOnlyList<FieldDefinition> Fields { get; init; }

    /// <summary>Parts that fill nothing of what they fill in the decoder that this one is like.</summary>
    public IReadOnlyList<string> Unlike { get; init; } = [];

    public required IReadOnlyList<CaseDefinition> Cases { get; init; }

    public required IReadOnlyList<Constant> Constants { get; init; }

    public required IReadOnlyList<TimeDefinition> Times { get; init; }

    public required SequenceDefinition? Sequence { get; init; }

    /// <summary>The line that it wraps; null when it wraps none.</summary>
    public required InnerDefinition? Inner { get; init; }

    /// <summary>Values that mean "not there".</summary>
    public required IReadOnlyList<string> Nothing { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>Keys that are names of one part.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Aliases { get; init; }

    /// <summary>Object of ECS under which keys are kept, in place of the vendor's; null for the vendor's.</summary>
    public required string? Keep { get; init; }

    /// <summary>What stands before a vendor key.</summary>
    public string Prefix => (Keep ?? Id.Replace('/', '.')) + ".";

    public string Vendor => Id[..Id.IndexOf('/')];
}

/// <summary>One way to recognise a line: everything that is given must hold; in a list, any one.</summary>
internal sealed record Recognition
{
    public required IReadOnlyList<string> Programs { get; init; }

    public required IReadOnlyList<string> Facilities { get; init; }

    public required IReadOnlyList<string> MessageIds { get; init; }

    public required IReadOnlyList<string> CefVendors { get; init; }

    public required IReadOnlyList<string> CefProducts { get; init; }

    public required IReadOnlyList<string> Starts { get; init; }

    /// <summary>All of them.</summary>
    public required IReadOnlyList<string> Contains { get; init; }

    /// <summary>Top-level looking keys of a JSON body, all of them.</summary>
    public required IReadOnlyList<string> JsonKeys { get; init; }

    /// <summary>Element id of RFC 5424 structured data begins with one of these.</summary>
    public required IReadOnlyList<string> StructuredData { get; init; }

    /// <summary>The message matches one of these patterns.</summary>
    public required IReadOnlyList<PatternTokens> Shapes { get; init; }
}

/// <summary>A value given to a field without looking at the line.</summary>
internal sealed record Constant(string Field, FieldType Type, bool IsList, IReadOnlyList<string> Values);

/// <summary>What must hold of a part: it has one of the values (<c>abc*</c> begins), <c>!abc</c> it is there and not this, <c>*</c> it is there, <c>!</c> it is not.</summary>
internal sealed record Condition(string Part, IReadOnlyList<string> Values);

/// <summary>Constants that are given when all conditions hold.</summary>
internal sealed record CaseDefinition(IReadOnlyList<Condition> When, IReadOnlyList<Constant> Set);

/// <summary>A way of taking a part apart.</summary>
internal sealed record StepDefinition
{
    public required string Form { get; init; }

    public required string On { get; init; }

    public required IReadOnlyList<Condition> When { get; init; }

    /// <summary>Whether the line is not this decoder's when the step fails.</summary>
    public required bool Required { get; init; }

    public required IReadOnlyList<PatternDefinition> Patterns { get; init; }

    /// <summary>Part whose value chooses among patterns; null when all are tried.</summary>
    public string? Chooser { get; init; }

    /// <summary>Patterns that may stand anywhere in the text.</summary>
    public IReadOnlyList<PatternTokens> Fragments { get; init; } = [];

    /// <summary>What parts columns or pairs.</summary>
    public string Separator { get; init; } = "";

    /// <summary>What stands between key and value.</summary>
    public string Assign { get; init; } = "";

    /// <summary>Whether keys may stand in quotes.</summary>
    public bool QuotedKeys { get; init; }

    public bool ValuesWithSpaces { get; init; }

    /// <summary>Paths of objects or elements that are left out of the names of what they hold.</summary>
    public IReadOnlyList<string> Lifted { get; init; } = [];

    /// <summary>Paths of arrays whose objects are a name and a value.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>Labels without a value, with one that may have spaces, and with one of one word.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether two spaces may stand in the value of a label.</summary>
    public bool HasSpaces { get; init; }

    /// <summary>Part that takes what the form writes.</summary>
    public string Into { get; init; } = "";

    /// <summary>Paths of objects that stay one text.</summary>
    public IReadOnlyList<string> Whole { get; init; } = [];

    /// <summary>JSON: paths whose arrays of numbers are the bytes of a text.</summary>
    public IReadOnlyList<string> Bytes { get; init; } = [];

    /// <summary>Whether keys that are fields of ECS fill them.</summary>
    public bool Ecs { get; init; }

    /// <summary>Column, from 0, that chooses the list of columns; -1 for none.</summary>
    public int By { get; init; } = -1;

    /// <summary>Columns by the value of the choosing column; the empty key is for all others.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Regular expression with named groups.</summary>
    public System.Text.RegularExpressions.Regex? Expression { get; init; }
}

/// <summary>One pattern of a list, and what its match says.</summary>
/// <param name="For">Values of the step's choosing part for which it is tried; empty for all.</param>
/// <param name="Alternatives">The patterns.</param>
/// <param name="Set">Constants given when one matches.</param>
internal sealed record PatternDefinition(IReadOnlyList<string> For, IReadOnlyList<PatternTokens> Alternatives, IReadOnlyList<Constant> Set);

/// <summary>Where a part goes.</summary>
internal sealed record FieldDefinition(string Part, IReadOnlyList<TargetDefinition> Targets);

/// <summary>One field that a part fills.</summary>
internal sealed record TargetDefinition
{
    public required string Field { get; init; }

    public required FieldType Type { get; init; }

    public required bool IsList { get; init; }

    /// <summary>Outputs by input value; null when the value goes as it is.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Table { get; init; }

    /// <summary>Value for inputs that the table does not name; null to leave the field out.</summary>
    public string? Otherwise { get; init; }

    public bool Lower { get; init; }

    /// <summary>The character that the device writes for a space; zero for none.</summary>
    public byte Spaces { get; init; }

    /// <summary>Whether the value is a DNS name in Windows' form <c>(3)www(7)example(2)jp(0)</c> and becomes <c>www.example.jp</c>.</summary>
    public bool Labels { get; init; }

    /// <summary>Whether an unquoted value is written in hexadecimal, as Linux audit does.</summary>
    public bool Hex { get; init; }

    /// <summary>Whether the value's octets are written as in URLs, <c>%20</c>.</summary>
    public bool Percent { get; init; }

    /// <summary>What is taken out of the value, a socket's address in hexadecimal.</summary>
    public SocketPart Socket { get; init; }

    /// <summary>Factor for whole numbers; 1 to leave them.</summary>
    public long Multiply { get; init; } = 1;

    /// <summary>Byte at which the value is split into several; 0 not to.</summary>
    public byte Split { get; init; }

    /// <summary>Forms of time, for a date.</summary>
    public IReadOnlyList<TimeFormat> Formats { get; init; } = [];

    /// <summary>Whether a date without a zone is in UTC, as the product's own documents say.</summary>
    public bool IsUtc { get; init; }

    /// <summary>What must hold for this field to be filled.</summary>
    public IReadOnlyList<Condition> When { get; init; } = [];
}

/// <summary>Parts that make the device's time together, and the forms it may have.</summary>
/// <param name="From">The parts.</param>
/// <param name="Formats">The forms, tried in turn.</param>
/// <param name="IsUtc">Whether a time without a zone is in UTC, as the product's own documents say.</param>
internal sealed record TimeDefinition(IReadOnlyList<string> From, IReadOnlyList<TimeFormat> Formats, bool IsUtc);

/// <summary>The source's own number of a record, and the parts within whose values it counts.</summary>
internal sealed record SequenceDefinition(string Value, IReadOnlyList<string> Scope);

/// <summary>A part that is a line of its own, another that is when the first is none, the parts that say which program wrote it (null when the line says so itself), whether the time in its header stands before the wrapper's, and whether another decoder must know it.</summary>
internal sealed record InnerDefinition(string Line, string? Or, string? Program, string? Pid, bool HasOwnTime, bool IsNeeded);

/// <summary>A field with the value that it must have; null when it must not be there.</summary>
internal sealed record Expectation(string Field, string? Value, long FileLine);

/// <summary>A line with what must come of it.</summary>
internal sealed record Sample(string Line, string Received, string Zone, string Status, string? Hint, IReadOnlyList<Expectation> Expect, long FileLine);
