namespace Sluice.Shop;

/// <summary>One thing on the shelf.</summary>
internal sealed record Product(int Id, string Name, decimal Price);

/// <summary>One line of a cart.</summary>
internal sealed record CartLine(Product Product, int Quantity);

/// <summary>What somebody is about to buy.</summary>
internal sealed record Cart(IReadOnlyList<CartLine> Lines)
{
    public decimal Total => Lines.Sum(line => line.Product.Price * line.Quantity);
}

/// <summary>Everything the shop sells. Ids count from 1 without gaps.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Product> Products { get; } =
    [
        new(1, "Oak sluice gate, 60 cm", 189.00m),
        new(2, "Hand wheel, cast iron", 42.50m),
        new(3, "Water gauge", 17.90m),
        new(4, "Lock keeper's lamp", 64.00m),
        new(5, "Canary, tin, singing", 12.00m),
        new(6, "Barge rope, 20 m", 28.40m),
    ];

    /// <summary>The one cart that everybody has: the shop keeps no customers.</summary>
    public static Cart Cart { get; } = new([new(Products[1], 2), new(Products[4], 1)]);

    public static Product? Find(int id) => id >= 1 && id <= Products.Count ? Products[id - 1] : null;
}
