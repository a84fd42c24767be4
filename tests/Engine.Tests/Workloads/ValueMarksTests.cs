using Microsoft.Extensions.Options;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads;

public sealed class ValueMarksTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_are_told_apart_also_after_a_restart_and_by_nobody_else()
    {
        var (marks, later) = (In(_folder.Path), In(_folder.Path));
        var mark = marks.Of(new("TOKEN", "one"));

        Assert.Equal(12, mark.Length);
        Assert.NotEqual(mark, marks.Of(new("TOKEN", "two")));
        Assert.NotEqual(mark, marks.Of(new("OTHER", "one")));
        Assert.Equal((mark, marks.KeyName), (later.Of(new("TOKEN", "one")), later.KeyName));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "snapshot.key")));

        var other = In(Path.Combine(_folder.Path, "other"));
        Assert.NotEqual((mark, marks.KeyName), (other.Of(new("TOKEN", "one")), other.KeyName));
    }

    [Fact]
    public void Where_the_key_cannot_be_kept_it_is_good_until_the_next_start()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "snapshot.key"));
        var marks = In(_folder.Path);

        Assert.Equal(marks.Of(new("TOKEN", "one")), marks.Of(new("TOKEN", "one")));
        Assert.NotEqual(marks.KeyName, In(_folder.Path).KeyName);
    }

    private static ValueMarks In(string folder) => new(Options.Create(new DataOptions { Directory = folder }));
}
