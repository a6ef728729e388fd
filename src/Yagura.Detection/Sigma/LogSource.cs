using System.Collections.Immutable;

namespace Yagura.Detection.Sigma;

/// <summary>Which logs a rule is about; what is null is not asked. Compared without case.</summary>
/// <param name="Product">Product, for example <c>windows</c>.</param>
/// <param name="Category">Category, for example <c>process_creation</c>.</param>
/// <param name="Service">Service, for example <c>sshd</c>.</param>
public sealed record LogSource(string? Product, string? Category, string? Service)
{
    /// <summary>Whether events of a kind are meant. An unknown kind is every kind: a bare event is offered to every rule.</summary>
    public bool Covers(EventKind kind) => kind.Unknown
        || ((Product is null || string.Equals(kind.Product, Product, StringComparison.OrdinalIgnoreCase) || kind.OtherProducts.Contains(Product, StringComparer.OrdinalIgnoreCase))
            && (Category is null || kind.Categories.Contains(Category, StringComparer.OrdinalIgnoreCase))
            && (Service is null || kind.Services.Contains(Service, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Written for a person.</summary>
    public override string ToString() => string.Join(' ', new[] { Product, Category, Service }.Where(part => part is not null));
}

/// <summary>What kind of log an event comes from, in Sigma's words.</summary>
public sealed record EventKind
{
    /// <summary>The kind of an event of which nothing is known.</summary>
    public static EventKind Any { get; } = new() { Unknown = true };

    /// <summary>True when nothing is known; every rule applies.</summary>
    public bool Unknown { get; init; }

    /// <summary>Product; null when it has none.</summary>
    public string? Product { get; init; }

    /// <summary>Other names under which rules know the product.</summary>
    public ImmutableArray<string> OtherProducts { get; init; } = [];

    /// <summary>Categories.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Services.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>The same text for the same kind.</summary>
    public string Key => Unknown ? "*" : $"{Product}|{string.Join(',', OtherProducts)}|{string.Join(',', Categories)}|{string.Join(',', Services)}";
}
