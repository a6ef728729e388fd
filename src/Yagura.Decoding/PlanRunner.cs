using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Plans;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Lets the decoder that knows a line read it: the one that the source names, or the first that recognises it; what shippers and collectors wrapped is opened.</summary>
internal sealed class PlanRunner
{
    /// <summary>Objects that are gone into, one in another.</summary>
    private const int OpenedMax = 4;

    /// <summary>Texts in an object that nobody knows that are looked at, and the longest such object, in bytes.</summary>
    private const int HeldMax = 8;
    private const int HolderMax = 16 * 1024;

    /// <summary>The shortest of these texts, in bytes.</summary>
    private const int HeldLengthMin = 16;

    private readonly Plan[] plans;
    private readonly Dispatch dispatch;
    private readonly Line line;
    private readonly EnvelopeFields envelopeFields;
    private readonly SentenceFields sentenceFields;

    /// <summary>Ways in which text that wraps lines is recognised, by the message's first byte.</summary>
    private readonly TextWrapper[][] textWrappers;

    /// <summary>Texts of the statuses.</summary>
    private readonly Slot[] statuses;
    private SourceContext? context;
    private bool onlyKnown;

    /// <summary>How many objects were gone into.</summary>
    private int opened;

    /// <summary>Number of the reading for which decoders of shippers' objects were tried.</summary>
    private long lookedForWrappers;

    /// <param name="layout">The layout of the events.</param>
    /// <param name="plans">In the order of rank and name.</param>
    /// <param name="dispatch">Which plans may know a line.</param>
    /// <param name="line">The line that is read.</param>
    /// <param name="envelopeFields">Writes what the header of a wrapped line says.</param>
    public PlanRunner(EventLayout layout, Plan[] plans, Dispatch dispatch, Line line, EnvelopeFields envelopeFields)
    {
        this.plans = plans;
        this.dispatch = dispatch;
        this.line = line;
        this.envelopeFields = envelopeFields;
        sentenceFields = new SentenceFields(layout);
        Candidate[] wrappers = [.. plans.Where(plan => plan.Inner is not null).SelectMany(plan => plan.Candidates).Where(one => one.Recogniser.AsksBodyOnly && (one.Start is null ? one.Shape is not null : one.Start[0] != '{'))];
        textWrappers = [.. Enumerable.Range(0, 256).Select(first => wrappers.Where(one => one.CanBegin((byte)first)).Select(one => new TextWrapper(one)).ToArray())];
        statuses = [layout.Constant("ok"u8, ValueKind.Text), layout.Constant("partial"u8, ValueKind.Text), layout.Constant("failed"u8, ValueKind.Text)];
    }

    /// <summary>What became of the line.</summary>
    public ParseStatus Status { get; private set; }

    /// <summary>The decoder that read it; null when none knew it.</summary>
    public Plan? Decoder { get; private set; }

    /// <summary>Whether the hint's decoder has the line only because no other knows it.</summary>
    public bool IsGuess { get; private set; }

    /// <summary>Reads the line into its event.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="onlyKnown">Whether a line that nobody knows is left as it is: another reading of it stands then.</param>
    public void Run(SourceContext source, bool onlyKnown)
    {
        context = source;
        this.onlyKnown = onlyKnown;
        opened = 0;
        IsGuess = false;
        OpenRepeated();
        RunPlans();
    }

    /// <summary>A message that came again is read as itself.</summary>
    private void OpenRepeated()
    {
        if (!RepeatedMessage.TryOpen(line.Text, line.Message, out var times, out var inside))
            return;
        line.Message = inside;
        envelopeFields.Repeated(line, times);
    }

    private void RunPlans()
    {
        Plan? recognised = null;
        if (RunHint(ref recognised) || RunAll(ref recognised))
            return;
        if (recognised is not null)
        {
            _ = recognised.TakeApart(line);
            recognised.ReadSentences(line, recognised.Unread, isWrapped: false);
            recognised.SetFields(line);
            Finish(recognised, ParseStatus.Partial);
            return;
        }

        if (!onlyKnown)
            ReadUnknown();
        Finish(plan: null, ParseStatus.Failed);
    }

    /// <summary>Of a line that nobody knows, addresses, hosts and users are found at least.</summary>
    private void ReadUnknown()
    {
        line.Parts.Begin(PartNames.None, line.Target, line.Effort);
        line.Sentence.Begin();
        line.Sentence.Read(line.Region(line.Message), line.Parts);
        sentenceFields.FillRelated(line.Target, line.Sentence);
    }

    /// <summary>The line of a source whose decoder is known may come in a shipper's object, or behind what a container's runtime or a journal writes: the shipper's decoder opens it, and the source's reads what is in it.</summary>
    private bool RunWrapped(Plan named, ref Plan? recognised)
    {
        if (line.Message.IsEmpty)
            return false;
        var first = line.MessageBytes[0];
        if (first != '{')
            return textWrappers[first].Length > 0 && !named.RecognisesAtOnce(line) && RunWrappedText(textWrappers[first], named, ref recognised);
        // Most objects are those of the named decoder: it is asked first.
        return !named.RecognisesObject(line) && (RunWrappers(named, ref recognised) || RunHeld(named, ref recognised));
    }

    /// <summary>Decoders that open shippers' objects are tried, each once; one that only knows the object opens nothing.</summary>
    /// <param name="but">A decoder that is not tried, nor those that come after it.</param>
    /// <param name="recognised">The first that recognised the line and could not take it apart.</param>
    /// <param name="inside">The object that is wrapped; empty when the wrapper says that itself.</param>
    private bool RunWrappers(Plan? but, ref Plan? recognised, Stretch inside = default)
    {
        var at = 0;
        Plan? last = null;
        for (var number = dispatch.Wrappers.Next(line, ref at); number >= 0; number = dispatch.Wrappers.Next(line, ref at))
        {
            var candidate = dispatch.Wrappers[number];
            if (candidate.Plan == last || candidate.Plan.RefusedBy == line.Reading || !candidate.Recognises(line))
                continue;
            last = candidate.Plan;
            if (last == but)
                return false;
            if (Run(last, ref recognised, onlyWrapped: true, inside))
                return true;
        }

        return false;
    }

    /// <summary>Of an object that nobody opens, the first text that the named decoder recognises is its line, whatever the text is called.</summary>
    private bool RunHeld(Plan named, ref Plan? recognised)
    {
        var at = 0;
        for (var tried = 0; tried < HeldMax && line.CanEnter && line.Message.Length <= HolderMax && JsonText.TryNextText(line.Region(line.Message), ref at, HeldLengthMin, line.Target, out var text); tried++)
        {
            line.Enter(text, program: default, pid: default);
            OpenRepeated();
            var isHis = RunRecognised(named, ref recognised) || (IsBareToo() && RunRecognised(named, ref recognised));
            if (isHis)
            {
                LeaveInner();
                return true;
            }

            line.Leave();
            line.InnerTime = null;
        }

        return false;
    }

    private bool RunRecognised(Plan plan, ref Plan? recognised) => line.Effort.TrySearch(line.Message.Length) && plan.Recognises(line) && Run(plan, ref recognised);

    /// <summary>Text that wraps a line is rare: it is looked for first, and only then whether the named decoder knows the whole as its own.</summary>
    private bool RunWrappedText(TextWrapper[] wrappers, Plan named, ref Plan? recognised)
    {
        var message = line.MessageBytes;
        var first = FirstBytes.Of(message);
        FirstWords? firstWord = null;
        byte? missing = null;
        foreach (var (beginning, words, rarest, candidate) in wrappers)
        {
            if (!beginning.MayBegin(first) || rarest == missing || (words != FirstWords.Any && !words.Allow(firstWord ??= FirstWords.Of(message, words: 1))))
                continue;
            if (rarest is { } sign && !message.Contains(sign))
            {
                missing = rarest;
                continue;
            }

            if (candidate.Plan.RefusedBy != line.Reading && candidate.Recognises(line))
                return named != candidate.Plan && !named.Recognises(line) && Run(candidate.Plan, ref recognised, onlyWrapped: true);
        }

        return false;
    }

    /// <summary>The decoder of the hint; when there is none of that name, those of its vendor that recognise the line.</summary>
    private bool RunHint(ref Plan? recognised)
    {
        if (context!.Named.Plan is { } named)
            return RunWrapped(named, ref recognised) || Run(named, ref recognised, isHint: true);
        if (context.Decoder is not { } hint)
            return false;
        var slash = hint.IndexOf('/', StringComparison.Ordinal);
        var vendor = hint.AsSpan(0, slash < 0 ? hint.Length : slash);
        foreach (var plan in plans)
        {
            if (plan.Id.Length > vendor.Length && plan.Id[vendor.Length] == '/' && plan.Id.AsSpan().StartsWith(vendor, StringComparison.Ordinal)
                && plan.CandidateOf(line) is { } candidate && (RunObject(candidate, ref recognised) || Run(plan, ref recognised)))
                return true;
        }

        return false;
    }

    private bool Run(CandidateSet candidates, ref Plan? recognised)
    {
        var at = 0;
        for (var number = candidates.Next(line, ref at); number >= 0; number = candidates.Next(line, ref at))
        {
            var candidate = candidates[number];
            var plan = candidate.Plan;
            if (plan.RefusedBy == line.Reading || ((recognised is not null || line.IsInner) && plan.FormOnly))
                continue;
            if (candidate.Recognises(line) && (RunObject(candidate, ref recognised) || Run(plan, ref recognised)))
                return true;
        }

        return false;
    }

    /// <summary>A decoder that asks for no object finds its words in a shipper's too: the shipper's decoder is tried before it.</summary>
    private bool RunObject(Candidate candidate, ref Plan? recognised)
    {
        if (line.Message.IsEmpty || line.MessageBytes[0] != '{' || candidate.Start is [(byte)'{', ..] || lookedForWrappers == line.Reading)
            return false;
        var isOpened = RunWrappers(but: null, ref recognised);
        lookedForWrappers = line.Reading;
        return isOpened;
    }

    /// <summary>Lets a decoder take the line apart.</summary>
    /// <param name="plan">The decoder.</param>
    /// <param name="recognised">The first that recognised the line and could not.</param>
    /// <param name="onlyWrapped">Whether it may only open what it wraps.</param>
    /// <param name="inside">What it wraps; empty when it says that itself.</param>
    /// <param name="isHint">Whether it is asked because the source names it.</param>
    private bool Run(Plan plan, ref Plan? recognised, bool onlyWrapped = false, Stretch inside = default, bool isHint = false)
    {
        var isTaken = plan.TakeApart(line);
        if (plan.Own is { } own && !own.IsShown(line.Parts) && own.Find(line.MessageBytes, line.Effort, out var deeper) is not NamesPlace.Own and var place)
        {
            if (place == NamesPlace.Scattered && context!.Decoder != plan.Id)
            {
                plan.RefusedBy = line.Reading;
                return false;
            }

            if (place == NamesPlace.Scattered && inside.IsEmpty && RunWrappers(plan, ref recognised))
                return true;
            if (!deeper.IsEmpty)
                return inside.IsEmpty && RunInside(plan, deeper, ref recognised, onlyWrapped);
            isTaken = plan.TakeApart(line);
        }

        if (!isTaken)
        {
            // an object in which a shipper's decoder finds no line is one like any other
            if (plan.Inner is null || line.Message.IsEmpty || line.MessageBytes[0] != '{')
                recognised ??= plan;
            plan.RefusedBy = line.Reading;
            return false;
        }

        if (isHint && plan.GaveLittle && !plan.FormOnly && !plan.Recognises(line))
        {
            if (RunOthers(plan))
                return true;
            IsGuess = true;
            _ = plan.TakeApart(line);
        }

        var unread = plan.Unread; // the decoder of the line in it may be the same
        var isWrapped = plan.Inner is { } inner && line.CanEnter && (RunInner(inner, inner.Line, inside) || (inner.Or >= 0 && inside.IsEmpty && RunInner(inner, inner.Or, inside)));
        if (!isWrapped && (onlyWrapped || plan.Inner is { IsNeeded: true }))
            return false;
        plan.ReadSentences(line, unread, isWrapped);
        var all = plan.SetFields(line);
        if (line.Sentence.HasRead)
            sentenceFields.Fill(line.Target, line.Sentence);
        if (plan.FormOnly)
            ReadUnknown();
        if (isWrapped)
            return true;
        Finish(plan, all && !plan.FormOnly ? ParseStatus.Ok : ParseStatus.Partial);
        return true;
    }

    /// <summary>The hint's decoder neither recognises the line nor understands more than words of it: one that recognises it reads it, if there is one.</summary>
    private bool RunOthers(Plan named)
    {
        Plan? recognised = named;
        return RunAll(ref recognised);
    }

    /// <summary>The body is a collector's, and the decoder's own object stands in it: a decoder of the collector opens it and keeps what the collector says, or else the object is read alone.</summary>
    private bool RunInside(Plan plan, Stretch inside, ref Plan? recognised, bool onlyWrapped)
    {
        plan.RefusedBy = line.Reading;
        if (opened++ == OpenedMax)
            return false;
        if (!line.IsInner && RunWrappers(plan, ref recognised, inside))
            return true;
        var whole = line.Message;
        line.Message = inside with { Start = whole.Start + inside.Start };
        if (Run(plan, ref recognised, onlyWrapped))
            return true;
        line.Message = whole;
        plan.RefusedBy = line.Reading;
        return false;
    }

    /// <summary>Decodes the line that another wraps: its decoder names the event, the wrapper fills what it left empty.</summary>
    private bool RunInner(InnerPlan inner, int part, Stretch inside)
    {
        var text = inside.IsEmpty ? line.Parts[part] : line.Slot(inside with { Start = line.Message.Start + inside.Start }, ValueKind.Text);
        // What only hands on the line that it is itself would be opened again and again.
        if (text.Kind != ValueKind.Text || text.Length == 0 || (line.IsInner && line.Target.Bytes(text).SequenceEqual(line.MessageBytes)))
            return false;
        line.Enter(text, Part(inner.Program), Part(inner.Pid));
        var isKnown = RunEntered(inner);
        LeaveInner();
        line.HasOwnTime = (isKnown && line.HasOwnTime) || inner.HasOwnTime && line.InnerTime is { } time && line.Clock.TryResolve(time, line.Received, out _);
        return isKnown;
    }

    /// <summary>Goes back to the wrapper, and keeps what the header of the wrapped line says.</summary>
    private void LeaveInner()
    {
        if (line.Envelope.Version >= 0)
        {
            envelopeFields.Before(line);
            envelopeFields.After(line);
        }

        line.Leave();
    }

    /// <summary>Reads a wrapped line as records are: with the hint's decoder, then with all, each time with the header and as a line of a file.</summary>
    private bool RunEntered(InnerPlan wrapper)
    {
        OpenRepeated();
        Plan? recognised = null;
        if (context!.Named.Plan is { } named && named.Inner != wrapper)
        {
            var isBare = false;
            if (RunWrapped(named, ref recognised) || Run(named, ref recognised, isHint: true) || ((isBare = IsBareToo()) && Run(named, ref recognised, isHint: true)))
                return true;
            if (isBare)
            {
                line.ReadHeader();
                OpenRepeated();
            }
        }

        if (RunAll(ref recognised))
            return true;
        if (!IsBareToo())
            return false;
        if (RunAll(ref recognised))
            return true;
        line.ReadHeader();
        return false;
    }

    private bool RunAll(ref Plan? recognised) => Run(dispatch.ByHeader(line), ref recognised) || Run(dispatch.ByBody(line), ref recognised);

    /// <summary>Takes the other reading of a wrapped line, if it has one.</summary>
    private bool IsBareToo()
    {
        if (line.Envelope.Bare.IsEmpty)
            return false;
        line.MakeBare();
        return true;
    }

    private Slot Part(int part) => part < 0 || line.Parts[part].Kind is ValueKind.List or ValueKind.Null ? default : line.Parts[part];

    private void Finish(Plan? plan, ParseStatus status)
    {
        var target = line.Target;
        Status = status;
        Decoder = plan;
        target.SetSlot(WellKnown.ParseStatus, statuses[(int)status]);
        if (plan is null)
            return;
        target.SetSlot(WellKnown.ParseDecoder, plan.IdText);
        if (!target.Has(WellKnown.EventModule))
            target.SetSlot(WellKnown.EventModule, plan.Module);
        if (!target.Has(WellKnown.EventDataset))
            target.SetSlot(WellKnown.EventDataset, plan.Dataset);
    }

    /// <summary>A way in which text that wraps lines is recognised.</summary>
    /// <param name="Beginning">How it begins.</param>
    /// <param name="Words">What its first words look like.</param>
    /// <param name="Rarest">The rarest byte that every such text holds; null when nothing is known. One look for it rules most lines out.</param>
    /// <param name="Candidate">The rest.</param>
    private readonly record struct TextWrapper(FirstBytes Beginning, FirstWords Words, byte? Rarest, Candidate Candidate)
    {
        public TextWrapper(Candidate candidate)
            : this(FirstBytes.Asked(candidate.Beginning), candidate.Shape?.Words ?? FirstWords.Any, candidate.Literals.SelectMany(literal => literal).Select(value => (byte?)value).MaxBy(value => Literal.Rarity(value!.Value)), candidate)
        {
        }
    }
}
