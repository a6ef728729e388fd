using Yagura.Decoding.Definitions;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Schema;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>The slot of a value that decoders write into many events.</summary>
internal delegate Slot ConstantOf(ReadOnlySpan<byte> value, ValueKind kind);

/// <summary>Compiles a definition into a plan: names become part numbers and slots.</summary>
/// <param name="definition">The decoder.</param>
/// <param name="slotOf">Slot of a field name; called once for each name that the plan can set.</param>
/// <param name="constantOf">The slot of a value that the plan writes.</param>
/// <param name="extraKeys">Vendor keys that rules name, without the prefix, so that they get a slot too.</param>
internal sealed class PlanBinder(DecoderDefinition definition, Func<string, int> slotOf, ConstantOf constantOf, IEnumerable<string> extraKeys)
{
    private readonly Dictionary<string, int> parts = EnvelopeParts.Names.Select((name, part) => KeyValuePair.Create(name, part)).ToDictionary(StringComparer.Ordinal);
    private readonly TextSwitches switches = new([.. definition.Steps.Select(step => step.When), .. definition.Cases.Select(one => one.When)]);
    private readonly List<ConditionPlan> conditions = [];
    private readonly List<ConstantPlan> constants = [];
    private readonly List<Rows> noted = [];
    private readonly List<Target> targets = [];
    private int envelopeAsked = 1 << EnvelopeParts.Message;
    private readonly HashSet<string> direct = new(StringComparer.Ordinal);

    /// <summary>What a pattern leaves of a sentence, in words.</summary>
    private const string Reason = "event.reason";

    /// <summary>Most sentences of a plan: a bit each.</summary>
    private const int SentencesMax = 64;

    /// <summary>Parts that are sentences, by their numbers: the message and what is left of it for later steps, and the reason that a pattern leaves.</summary>
    private readonly List<int> sentences = [];

    public Plan Bind()
    {
        foreach (var name in Sentences().Distinct(StringComparer.Ordinal).Take(SentencesMax))
            sentences.Add(Part(name));
        var steps = definition.Steps.Select(Step).ToArray();
        foreach (var name in definition.Fields.Select(field => field.Part).Concat(extraKeys))
            Part(name);
        var cases = definition.Cases.Select(Case).ToArray();
        var defaults = Constants(definition.Constants);
        var times = definition.Times.Select(time => new TimePlan([.. time.From.Select(Part)], [.. time.Formats], time.IsUtc)).ToArray();
        var sequence = definition.Sequence is { } number ? Part(number.Value) : -1;
        int[] scope = [.. definition.Sequence?.Scope.Select(Part) ?? []];
        var aliases = definition.Aliases.Select(alias => (Part(alias.Key), alias.Value)).ToArray();
        var inner = definition.Inner is { } line ? new InnerPlan(Part(line.Line), PartOrNone(line.Or), PartOrNone(line.Program), PartOrNone(line.Pid), line.HasOwnTime, line.IsNeeded) : null;
        var mapped = Mapped();
        var keys = KeysOfParts(aliases);
        return new Plan
        {
            Id = definition.Id,
            IdText = Text(definition.Id),
            Module = Text(definition.Vendor),
            Dataset = Text(definition.Id.Replace('/', '.')),
            FormOnly = definition.FormOnly,
            Recognisers = [.. definition.Recognise.Select(Recogniser)],
            Steps = steps,
            Sentences = [.. sentences.Select(part => new SentencePart(part, IsKept: parts.TryGetValue(Reason, out var reason) && part == reason))],
            Names = new PartNames(new KeyTable(keys), Plan.Utf8(definition.Prefix)),
            PartCount = parts.Count,
            EnvelopeAsked = envelopeAsked,
            Mapped = mapped,
            Targets = [.. targets],
            Switches = switches.Bind(Part),
            Conditions = [.. conditions],
            Constants = [.. constants],
            Noted = [.. noted],
            Cases = cases,
            Defaults = defaults,
            Times = times,
            Inner = inner,
            Own = OwnObject.Of([.. definition.Recognise, .. definition.Alike], keys, [.. definition.Steps.SelectMany(step => step.Lifted)]),
            SequencePart = sequence,
            SequenceScope = scope,
            Nothing = Keys(definition.Nothing),
        };
    }

    private IEnumerable<string> Sentences()
    {
        var tried = definition.Steps.Select(step => step.On).Where(on => on == "@message" || on[0] == '~');
        var hasReason = definition.Steps.SelectMany(step => step.Patterns).SelectMany(pattern => pattern.Alternatives).SelectMany(one => one.Captures).Any(capture => capture.Name == Reason);
        return hasReason ? tried.Append(Reason) : tried;
    }

    /// <summary>Part of each key that a line may write, with the mark of those that are one name of several.</summary>
    private KeyValuePair<string, int>[] KeysOfParts(IReadOnlyList<(int Part, IReadOnlyList<string> Names)> aliases)
    {
        var keys = parts.Where(pair => pair.Key[0] != '~' && !EnvelopeParts.Names.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var (part, names) in aliases)
        {
            foreach (var name in names)
                keys[name] = part + Parts.AliasMark;
        }

        return [.. keys];
    }

    private static KeyTable Keys(IEnumerable<string> names) => new([.. names.Distinct(StringComparer.Ordinal).Select((name, number) => KeyValuePair.Create(name, number))]);

    private static byte[][] Texts(IEnumerable<string> texts) => [.. texts.Select(Plan.Utf8)];

    private int Part(string name)
    {
        if (!parts.TryGetValue(name, out var part))
            parts.Add(name, part = parts.Count);
        if (part < EnvelopeParts.Names.Length)
            envelopeAsked |= 1 << part;
        return part;
    }

    private int PartOrNone(string? name) => name is null ? -1 : Part(name);

    /// <summary>Part of a name that the author of a pattern or column list chose: a field's name fills that field.</summary>
    private int NamedPart(string name)
    {
        if (FieldReader.IsField(name))
            direct.Add(name);
        return Part(name);
    }

    private PartPlan[] Mapped()
    {
        var plans = new List<PartPlan>();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in definition.Fields)
        {
            var isItself = field.Targets.Any(target => target.Field == field.Part);
            var vendor = written.Add(field.Part) && !isItself ? VendorSlot(field.Part) : -1;
            plans.Add(PartPlan(Part(field.Part), vendor, field.Targets.Select(Target)));
        }

        foreach (var name in parts.Keys.Where(name => !written.Contains(name)))
        {
            var itself = direct.Contains(name) && EcsFields.TryFind(name, out var field)
                ? new[] { Target(new TargetDefinition { Field = name, Type = field.Type, IsList = field.IsList }) }
                : [];
            var vendor = VendorSlot(name);
            if (itself.Length > 0 || vendor >= 0)
                plans.Add(PartPlan(parts[name], vendor, itself));
        }

        return [.. plans];
    }

    private PartPlan PartPlan(int part, int vendorSlot, IEnumerable<TargetPlan> plans)
    {
        var first = targets.Count;
        targets.AddRange(plans.Select(plan => new Target(plan, plan.Slot, plan.PlainKind)));
        return checked(new PartPlan((ushort)part, (short)vendorSlot, (ushort)first, (ushort)(targets.Count - first)));
    }

    private int VendorSlot(string part) => part[0] == '~' || EnvelopeParts.Names.Contains(part) || direct.Contains(part) ? -1 : slotOf(definition.Prefix + part);

    private Slot Text(string text) => constantOf(Plan.Utf8(text), ValueKind.Text);

    private TargetPlan Target(TargetDefinition target)
    {
        var kind = TargetPlan.KindOf(target.Type);
        var outputs = new List<Slot>();
        var rows = target.Table?.Select(row => KeyValuePair.Create(row.Key, Rows.Add(outputs, row.Value.Take(Parts.ListMax).Select(value => constantOf(Plan.Utf8(value), kind))))).ToArray();
        var stem = target.Field.EndsWith(".address", StringComparison.Ordinal) ? target.Field[..^8] : null;
        var isAddress = stem is "source" or "destination" or "client" or "server";
        return new TargetPlan
        {
            Slot = slotOf(target.Field),
            Type = target.Type,
            IsList = target.IsList,
            HasTable = rows is not null,
            Table = new KeyTable([.. rows?.Select(row => KeyValuePair.Create(row.Key, TargetPlan.RowOf(row.Value))) ?? []]),
            Outputs = [.. outputs],
            Otherwise = target.Otherwise is null ? default : constantOf(Plan.Utf8(target.Otherwise), kind),
            Lower = target.Lower,
            Spaces = target.Spaces,
            Labels = target.Labels,
            Hex = target.Hex,
            Percent = target.Percent,
            IsVendors = target.Field.StartsWith(definition.Prefix, StringComparison.Ordinal),
            Socket = target.Socket,
            Multiply = target.Multiply,
            Split = target.Split,
            HashDigits = Hashes.Digits(target.Field),
            IsHardware = Derived.MacFields.Names.Contains(target.Field),
            Formats = [.. target.Formats],
            IsUtc = target.IsUtc,
            When = [.. Conditions(target.When)],
            IpSlot = isAddress ? slotOf(stem + ".ip") : -1,
            DomainSlot = isAddress ? slotOf(stem + ".domain") : -1,
        };
    }

    private Rows Constants(IReadOnlyList<Constant> written) => Rows.Add(constants, written.SelectMany(one =>
    {
        var slot = slotOf(one.Field);
        return one.Values.Select((value, number) => new ConstantPlan(slot, one.IsList, GoesOn: number > 0, constantOf(Plan.Utf8(value), TargetPlan.KindOf(one.Type))));
    }));

    private IEnumerable<ConditionPlan> Conditions(IReadOnlyList<Condition> asked) => asked.Select(one =>
    {
        string[] wanted = [.. one.Values.Where(value => value is not ("*" or "") && value[0] != '!')];
        string[] unwanted = [.. one.Values.Where(value => value.Length > 1 && value[0] == '!').Select(value => value[1..])];
        var isShort = unwanted.Length == 0 && wanted is [var text] && !text.Contains('*') && Plan.Utf8(text).Length <= ShortText.LengthMax;
        return new ConditionPlan(
            Part(one.Part),
            isShort ? ShortText.Of(Plan.Utf8(wanted[0])) : ShortText.None,
            isShort ? null : new ConditionTexts(new TextMatch(wanted), new TextMatch(unwanted)),
            present: one.Values.Contains("*"),
            absent: one.Values.Contains("!"));
    });

    private StepPlan Step(StepDefinition step)
    {
        Form form = step.Form switch
        {
            "json" => Json(step),
            "xml" => new XmlForm(Keys(step.Lifted)),
            "kv" when step.QuotedKeys || step.Separator.Length > 1 || step.Assign.Length > 1 => new PairsForm(Plan.Utf8(step.Separator), Plan.Utf8(step.Assign), step.ValuesWithSpaces, step.QuotedKeys),
            "kv" => new KeyValueForm((byte)step.Separator[0], (byte)step.Assign[0], step.ValuesWithSpaces),
            "cef" => new CefForm(),
            "leef" => new LeefForm(),
            "brackets" => new BracketsForm(),
            "structured-data" => new StructuredDataForm(),
            "csv" => Csv(step),
            "find" => new FindForm([.. step.Fragments.Select(Pattern)]),
            "labels" => new LabelsForm(Texts(step.Headings), Texts(step.Labels), Texts(step.Words), step.HasSpaces),
            "otlp" => new OtlpForm(Part(step.Into)),
            "regex" => Expression(step),
            _ => Patterns(step),
        };
        var sentence = sentences.IndexOf(Part(step.On));
        var (place, rest) = When(step.When);
        return new StepPlan(form, Part(step.On), sentence < 0 ? 0 : 1UL << sentence, step.Required, place, rest);
    }

    private CasePlan Case(CaseDefinition one)
    {
        var (place, rest) = When(one.When);
        return new CasePlan(place, rest, Constants(one.Set));
    }

    /// <summary>The condition that a switch decides, and the other ones.</summary>
    private (SwitchPlace Place, Rows Others) When(IReadOnlyList<Condition> asked)
    {
        foreach (var one in asked)
            Part(one.Part);
        var place = switches.Take(asked, out var rest);
        return (place, Rows.Add(conditions, Conditions(rest)));
    }

    /// <summary>With <c>ecs</c>, keys that are fields of ECS fill them; not dates, whose form nobody said, and not what the decoder itself says about an event.</summary>
    private JsonForm Json(StepDefinition step)
    {
        if (step.Ecs)
        {
            foreach (var name in EcsFields.Names.Where(name => name is not ("event.module" or "event.dataset" or "event.original") && EcsFields.TryFind(name, out var field) && field.Type != FieldType.Date))
                NamedPart(name);
        }

        return new JsonForm(Keys(step.Lifted), Keys(step.Whole), Keys(step.Bytes), Keys(step.Named));
    }

    private CsvForm Csv(StepDefinition step)
    {
        var lists = step.Columns.ToArray();
        return new CsvForm(
            (byte)step.Separator[0],
            step.By,
            Keys(lists.Select(list => list.Key)),
            [.. lists.Select(list => list.Value.Select(column => column.Length == 0 ? -1 : NamedPart(column)).ToArray())]);
    }

    private RegexForm Expression(StepDefinition step)
    {
        var expression = step.Expression!;
        var groups = expression.GetGroupNumbers().Max() + 1;
        return new RegexForm(expression, [.. Enumerable.Range(0, groups).Select(group =>
            int.TryParse(expression.GroupNameFromNumber(group), out _) ? -1 : NamedPart(expression.GroupNameFromNumber(group)))]);
    }

    private PatternsForm Patterns(StepDefinition step)
    {
        var patterns = new List<(IReadOnlyList<string> For, NotedPattern Pattern)>();
        foreach (var pattern in step.Patterns)
        {
            noted.Add(Constants(pattern.Set));
            foreach (var tokens in pattern.Alternatives)
            {
                var one = Pattern(tokens);
                patterns.Add((pattern.For, new NotedPattern(one, noted.Count - 1, sentences.Contains(one.FirstPart))));
            }
        }

        string[] values = [.. patterns.SelectMany(one => one.For).Distinct(StringComparer.Ordinal)];
        return new PatternsForm(
            step.Chooser is { } chooser ? Part(chooser) : -1,
            Keys(values),
            [.. values.Append("").Select(value => patterns.Where(one => one.For.Count == 0 || one.For.Contains(value)).Select(one => one.Pattern).ToArray())],
            readsEnd: sentences.Contains(Part(step.On)) && definition.Steps.All(other => other.On != step.On || other.Form is "patterns" or "find" or "regex"));
    }

    private Pattern Pattern(PatternTokens tokens) => PatternOf(tokens, name => name.Length == 0 ? -1 : NamedPart(name));

    /// <summary>A pattern whose captures go into the parts that their names have.</summary>
    public static Pattern PatternOf(PatternTokens tokens, Func<string, int> partOf) =>
        new(Texts(tokens.Literals), [.. tokens.Captures.Select(capture => new Capture(partOf(capture.Name), Check(capture), capture.Greedy, capture.Quoted, capture.Padded))]);

    /// <summary>A field's own type is checked unless the author asks for another check.</summary>
    private static CaptureCheck Check(CaptureText capture)
    {
        if (capture.Check != CaptureCheck.None || !EcsFields.TryFind(capture.Name, out var field))
            return capture.Check;
        return field.Type switch
        {
            FieldType.Long => CaptureCheck.IntOrNone,
            FieldType.Float => CaptureCheck.NumberOrNone,
            FieldType.Ip => CaptureCheck.IpOrNone,
            _ => CaptureCheck.None,
        };
    }

    private Recogniser Recogniser(Recognition recognition)
    {
        return new Recogniser
        {
            Programs = new TextMatch(recognition.Programs),
            Facilities = Keys(recognition.Facilities),
            AnyFacility = recognition.Facilities.Contains("*"),
            MessageIds = Keys(recognition.MessageIds),
            CefVendors = Texts(recognition.CefVendors),
            CefProducts = Texts(recognition.CefProducts),
            Starts = recognition is { JsonKeys.Count: > 0, Starts.Count: 0 } ? [[(byte)'{']] : Texts(recognition.Starts),
            Contains = Texts(recognition.Contains.Concat(recognition.JsonKeys.Select(key => '"' + key + '"'))),
            StructuredData = Texts(recognition.StructuredData),
            Shapes = [.. recognition.Shapes.Select(tokens => PatternOf(tokens, _ => -1))],
        };
    }
}
