import network


def test_vis_network_comes_from_the_wheel():
    folder = network.vis_network_folder()
    assert (folder / "vis-network.min.js").is_file()
    assert (folder / "vis-network.css").is_file()
