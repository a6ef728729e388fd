using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>Puts the documents of all files together: unique ids, filters applied, correlations resolved.</summary>
internal sealed class RuleAssembly
{
    private readonly Dictionary<string, string> fileOf = new(StringComparer.Ordinal);

    /// <summary>Rules, filters applied.</summary>
    public List<SigmaRule> Rules { get; private set; } = [];

    /// <summary>Correlations whose sources all exist.</summary>
    public List<SigmaCorrelation> Correlations { get; } = [];

    /// <summary>What was refused.</summary>
    public List<Refusal> Refusals { get; } = [];

    /// <summary>What a person should look at.</summary>
    public List<Refusal> Warnings { get; } = [];

    /// <summary>The assembly of files.</summary>
    public static RuleAssembly Of(IReadOnlyList<RuleFile> files, RuleReader reader)
    {
        var assembly = new RuleAssembly();
        assembly.Refusals.AddRange(files.SelectMany(file => file.Refusals));
        foreach (var rule in files.SelectMany(file => file.Rules))
            assembly.Take(rule, () => assembly.Rules.Add(rule));
        foreach (var (document, origin) in files.SelectMany(file => file.Others))
            assembly.Guard(origin, () => assembly.ReadOther(document, origin, reader));
        assembly.ResolveCorrelations();
        return assembly;
    }

    /// <summary>The assembly of rules alone.</summary>
    public static RuleAssembly Of(IEnumerable<SigmaRule> rules) => new() { Rules = [.. rules] };

    /// <summary>Every field that a rule or correlation looks at, repeats included.</summary>
    public IEnumerable<string> FieldNames() => Rules
        .SelectMany(rule => ConditionFields.Of(rule.Condition).Concat(rule.Entity))
        .Concat(Correlations.SelectMany(correlation => correlation.Sources.SelectMany(source => correlation.GroupByOf(source).AsEnumerable())))
        .Concat(Correlations.Select(correlation => correlation.ValueField).OfType<string>());

    private void ReadOther(YamlMappingNode document, DocumentOrigin origin, RuleReader reader)
    {
        if (document.Find("filter") is not null)
        {
            var filter = SigmaFilter.Read(document, reader);
            if (!SigmaFilter.BeginsWithNot(document))
                Warnings.Add(new Refusal(origin.File, document.Map("filter").Line(), "the filter's condition does not begin with 'not': rules will match only what it selects"));
            Rules = [.. Rules.Select(filter.Apply)];
            return;
        }

        var correlation = CorrelationReader.Read(document, RuleReader.ReadMetadata(document, origin));
        Take(correlation.Rule, () => Correlations.Add(correlation));
    }

    private void Take(SigmaRule rule, Action add)
    {
        if (fileOf.TryAdd(rule.Id, rule.File))
            add();
        else
            Refusals.Add(new Refusal(rule.File, rule.Line, $"the id {rule.Id} is already taken by {fileOf[rule.Id]}"));
    }

    private void Guard(DocumentOrigin origin, Action read)
    {
        try
        {
            read();
        }
        catch (RefusedException refused)
        {
            Refusals.Add(new Refusal(origin.File, refused.Line, refused.Message));
        }
    }

    /// <summary>Drops correlations that name what is not there, until none does; then silences rules that only feed one.</summary>
    private void ResolveCorrelations()
    {
        while (Correlations.Find(correlation => WrongWith(correlation) is not null) is { } wrong)
        {
            Refusals.Add(new Refusal(wrong.Rule.File, wrong.Rule.Line, WrongWith(wrong)!));
            Correlations.Remove(wrong);
        }

        Rules = [.. Rules.Select(rule => rule with { Silent = IsSilent(rule) })];
        for (var i = 0; i < Correlations.Count; i++)
            Correlations[i] = Correlations[i] with { Rule = Correlations[i].Rule with { Silent = IsSilent(Correlations[i].Rule) } };
    }

    private string? WrongWith(SigmaCorrelation correlation)
    {
        if (Reaches(correlation, correlation, Correlations.Count))
            return "the correlation leads back to itself";
        return MissingOf(correlation) is { } missing ? $"the correlation names the rule '{missing}', which is not there or was refused" : null;
    }

    private string? MissingOf(SigmaCorrelation correlation) => correlation.Sources.FirstOrDefault(source =>
        !Rules.Exists(rule => rule.IsCalled(source)) && !Correlations.Exists(other => other != correlation && other.Rule.IsCalled(source)));

    private bool Reaches(SigmaCorrelation from, SigmaCorrelation to, int depth) => depth >= 0
        && Correlations.Exists(other => from.Sources.Any(other.Rule.IsCalled) && (other == to || Reaches(other, to, depth - 1)));

    private bool IsSilent(SigmaRule rule)
    {
        var users = Correlations.FindAll(correlation => correlation.Sources.Any(rule.IsCalled));
        return users.Count > 0 && users.TrueForAll(correlation => !correlation.Generate);
    }
}
