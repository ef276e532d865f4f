using System.Security.Cryptography;
using System.Text;
using SmartKart.Broker.Security.Sasl;

namespace SmartKart.Broker.Tests.Security;

public sealed class ScramKeysTests
{
    // The example of RFC 7677, section 3.
    private const string AuthMessage =
        "n=user,r=rOprNGfwEbeRWgbNEkqO," +
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096," +
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private static readonly ScramKeys Keys = ScramKeys.Derive(HashAlgorithmName.SHA256, "pencil"u8, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

    [Fact]
    public void The_proof_of_the_standards_example_is_accepted() =>
        Keys.IsProof(Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="), Encoding.UTF8.GetBytes(AuthMessage)).ShouldBeTrue();

    [Fact]
    public void The_broker_signs_as_the_standards_example_does() =>
        Convert.ToBase64String(Keys.Signature(Encoding.UTF8.GetBytes(AuthMessage))).ShouldBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");

    [Fact]
    public void A_proof_for_other_words_or_of_another_length_is_refused()
    {
        var proof = Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

        Keys.IsProof(proof, Encoding.UTF8.GetBytes(AuthMessage + " ")).ShouldBeFalse();
        Keys.IsProof(proof.AsSpan(1), Encoding.UTF8.GetBytes(AuthMessage)).ShouldBeFalse();
        Keys.IsProof([], Encoding.UTF8.GetBytes(AuthMessage)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("n,,n=ada,r=abc", "ada")]
    [InlineData("n,a=ada,n=ada,r=abc", "ada")]
    [InlineData("n,,n=a=2Cb=3Dc,r=abc,ext=1", "a,b=c")]
    public void A_first_message_names_its_user(string message, string user)
    {
        var first = ScramFirst.Read(message, out var fault).ShouldNotBeNull();

        fault.ShouldBeEmpty();
        first.User.ShouldBe(user);
        (first.Header + first.Bare).ShouldBe(message);
    }

    [Theory]
    [InlineData("", "too few parts")]
    [InlineData("p=tls-unique,,n=ada,r=abc", "channel binding")]
    [InlineData("y,,n=ada,r=abc", "channel binding")]
    [InlineData("n,,m=x,n=ada,r=abc", "extension")]
    [InlineData("n,,n=,r=abc", "names no user")]
    [InlineData("n,,n=a=2Xb,r=abc", "names no user")]
    [InlineData("n,a=b=,n=ada,r=abc", "wrongly escaped")]
    [InlineData("n,,n=ada,r=", "no nonce")]
    [InlineData("n,,n=ada,x=abc", "no nonce")]
    public void A_first_message_that_is_none_is_refused_with_its_fault(string message, string says)
    {
        ScramFirst.Read(message, out var fault).ShouldBeNull();

        fault.ShouldContain(says);
    }

    [Fact]
    public void A_name_that_does_not_exist_shows_the_same_salt_each_time()
    {
        var users = new UserKeys(new Dictionary<string, string> { ["ada"] = "secret" }, 4096);

        var (first, second, other) = (users.Find("eve", HashAlgorithmName.SHA256, out var exists), users.Find("eve", HashAlgorithmName.SHA256, out _), users.Find("mallory", HashAlgorithmName.SHA256, out _));

        exists.ShouldBeFalse();
        second.Salt.ShouldBe(first.Salt);
        other.Salt.ShouldNotBe(first.Salt);
        first.Salt.Length.ShouldBe(users.Find("ada", HashAlgorithmName.SHA256, out _).Salt.Length);
    }
}
