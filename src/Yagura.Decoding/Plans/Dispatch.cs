using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>Finds the plans that may know a line without asking all of them.</summary>
/// <remarks>
/// First the plans that ask for the program, the Cisco facility, the message id or structured data; then those that only look at the body.
/// Within each group the smaller rank comes first, then the name: the same line always goes to the same decoder.
/// </remarks>
internal sealed class Dispatch
{
    private readonly CandidateSet body;
    private readonly CandidateSet nobody = new([]);
    private readonly KeyTable programs;
    private readonly CandidateSet[] byProgram;

    /// <summary>Program names in which a star stands, by the byte that they begin with.</summary>
    private readonly TextMatch[] starred;

    /// <summary>For headers of programs that such a name may mean, by the parts that they lack.</summary>
    private readonly CandidateSet[] byStars;

    /// <summary>For headers of programs that nobody names, or of none, by the parts that they lack.</summary>
    private readonly CandidateSet[] byAbsent;

    /// <param name="plans">In the order of rank and name.</param>
    /// <param name="programsOf">Whole program names that a plan asks for.</param>
    public Dispatch(IReadOnlyList<Plan> plans, Func<Plan, IReadOnlyList<string>> programsOf)
    {
        Candidate[] all = [.. plans.SelectMany(plan => plan.Candidates)];
        var header = plans.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly)).ToHashSet();
        var other = header.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly && (!one.AsksProgram || one.Programs.HasStars))).ToHashSet();
        string[] names = [.. header.SelectMany(programsOf).Distinct(StringComparer.Ordinal)];
        programs = new KeyTable([.. names.Select((name, number) => KeyValuePair.Create(name, number))]);
        body = new CandidateSet(all.Where(one => one.Recogniser.AsksBodyOnly));
        Wrappers = new CandidateSet(all.Where(one => one.Plan.Inner is not null && one.Start is [(byte)'{', ..]));
        Candidate[] asking = [.. all.Where(one => !one.Recogniser.AsksBodyOnly)];
        var anyProgram = asking.Where(one => other.Contains(one.Plan) && (!one.Recogniser.AsksProgram || one.Recogniser.Programs.HasStars)).ToArray();
        byStars = ByAbsent(anyProgram);
        byAbsent = ByAbsent([.. anyProgram.Where(one => !one.Recogniser.AsksProgram)]);
        string[] stars = [.. anyProgram.SelectMany(one => one.Recogniser.Programs.Starred).Distinct(StringComparer.Ordinal)];
        starred = [.. Enumerable.Range(0, 256).Select(first => new TextMatch(stars.Where(name => name[0] == '*' || name[0] == first)))];
        byProgram = [.. names.Select(name => new CandidateSet(asking.Where(one =>
            (programsOf(one.Plan).Contains(name) || other.Contains(one.Plan)) && (!one.Recogniser.AsksProgram || one.Recogniser.IsProgram(Plan.Utf8(name))))))];
    }

    /// <summary>Candidates of plans that open the objects in which shippers wrap lines.</summary>
    public CandidateSet Wrappers { get; }

    /// <summary>Candidates that ask for something in this line's header.</summary>
    public CandidateSet ByHeader(Line line)
    {
        var program = line.Envelope.Program.Of(line.Text);
        var number = programs.Find(program);
        if (number >= 0)
            return byProgram[number];
        var sets = !program.IsEmpty && starred[program[0]].Matches(program) ? byStars : byAbsent;
        return sets[(int)CandidateSet.AbsentOf(line.Envelope)];
    }

    /// <summary>Candidates that only look at the body.</summary>
    public CandidateSet ByBody(Line line) => line.Message.IsEmpty ? nobody : body;

    private static CandidateSet[] ByAbsent(Candidate[] candidates) =>
        [.. Enumerable.Range(0, (int)HeaderParts.All + 1).Select(absent => new CandidateSet(candidates.Where(one => (one.Recogniser.Needs & (HeaderParts)absent) == HeaderParts.None)))];
}
