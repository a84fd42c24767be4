using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Services;

public sealed class ImageReferenceTests
{
    private const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("shop")]
    [InlineData("shop:2")]
    [InlineData("library/shop:2.0-rc1")]
    [InlineData("localhost/shop:1")]
    [InlineData("registry.example:5000/team/shop:2")]
    [InlineData("registry.example/shop" + Digest)]
    [InlineData("registry.example/shop:2" + Digest)]
    public void Names_of_images_are_known(string text) => Assert.True(ImageReference.IsValid(text));

    [Theory]
    [InlineData("")]
    [InlineData("Shop:2")]
    [InlineData("shop:")]
    [InlineData("shop 2")]
    [InlineData("/shop")]
    [InlineData("shop@sha256:123")]
    [InlineData("http://registry.example/shop")]
    [InlineData("shop?all=true")]
    [InlineData("shop\n")]
    public void Anything_else_is_no_name_of_an_image(string text) => Assert.False(ImageReference.IsValid(text));

    [Theory]
    [InlineData("registry.example/shop:2", "registry.example")]
    [InlineData("registry.example:5000/team/shop@sha256:0000000000000000000000000000000000000000000000000000000000000000", "registry.example:5000")]
    [InlineData("localhost/shop", "localhost")]
    [InlineData("team/shop", "docker.io")]
    [InlineData("shop:2", "docker.io")]
    public void It_is_fetched_from_what_stands_first_or_from_Docker_Hub(string image, string registry) => Assert.Equal(registry, ImageReference.RegistryOf(image));

    [Fact]
    public void Only_a_digest_names_the_content()
    {
        Assert.True(ImageReference.IsPinned("shop:2" + Digest));
        Assert.False(ImageReference.IsPinned("shop:2"));
    }

    [Theory]
    [InlineData("registry.example:5000/shop", "registry.example:5000/shop:latest")]
    [InlineData("shop:2", "shop:2")]
    [InlineData("shop" + Digest, "shop" + Digest)]
    public void Without_a_tag_the_latest_is_meant(string text, string tagged) => Assert.Equal(tagged, ImageReference.WithTag(text));

    [Fact]
    public void The_name_goes_without_tag_and_digest() => Assert.Equal("registry.example:5000/team/shop", ImageReference.NameOf("registry.example:5000/team/shop:2" + Digest));
}
